namespace KoSparse.Onnx.Export;

/// <summary>What an exported graph gives.</summary>
public enum ExportedOutputs
{
    /// <summary>The weights of each text over the vocabulary: <c>output</c>, texts × vocabulary.</summary>
    Pooled,

    /// <summary>The terms of each text, heaviest first, padded with weights of 0: <c>token_ids</c> and <c>weights</c>, texts × terms.</summary>
    Terms,

    /// <summary>The masked language model's logits of each token, through the gate: <c>logits</c>, texts × tokens × vocabulary. The reader takes their maximum.</summary>
    Logits,
}
