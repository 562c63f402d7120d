namespace KoSparse.Encoding.Configuration;

/// <summary>A family of encoders that share tensor names and positions.</summary>
public enum EncoderFamily
{
    /// <summary>BERT, KoBERT, KLUE BERT: positions from 0.</summary>
    Bert,

    /// <summary>RoBERTa, klue/roberta: positions from the padding id + 1.</summary>
    Roberta,

    /// <summary>XLM-RoBERTa, BGE-M3: RoBERTa with a SentencePiece vocabulary.</summary>
    XlmRoberta,

    /// <summary>DistilBERT, OpenSearch's own sparse encoders: BERT without token types, under names of its own.</summary>
    DistilBert,

    /// <summary>ELECTRA, KoELECTRA: BERT with token embeddings that may be narrower than its layers.</summary>
    Electra,

    /// <summary>ModernBERT, A.X-Encoder: rotary positions, local and global attention in turn, no biases.</summary>
    ModernBert,
}
