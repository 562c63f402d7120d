namespace KoSparse.Text.Normalization;

/// <summary>One step of what a tokenizer does to a text before it splits it into words.</summary>
internal abstract class TextNormalizer
{
    /// <summary>Normalises a text without lone surrogates; one that needs no change is given back itself.</summary>
    public abstract AlignedText Apply(AlignedText text);

    /// <summary>The result for characters alone.</summary>
    public string Apply(string text) => Apply(new AlignedText(text, 0)).Characters;
}
