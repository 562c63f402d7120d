namespace KoSparse.Encoding.Windows;

/// <summary>One stretch of a document, as an encoder reads it.</summary>
/// <param name="Ids">Token ids, special tokens around them.</param>
/// <param name="Context">Ids after the opening ones that were counted in an earlier window: read, but not counted again.</param>
/// <param name="Title">Ids after those that are the document's title.</param>
/// <param name="Opening">Special tokens before the text.</param>
public readonly record struct Window(int[] Ids, int Context = 0, int Title = 0, int Opening = 1)
{
    /// <summary>Ids of the text after this window, where it is the last one and the text is longer: nobody reads them.</summary>
    public int LeftOut { get; init; }

    /// <summary>Whether the token at a place counts for the first time here, if it carries a word.</summary>
    public bool IsNew(int place) => place >= Opening + Context;

    /// <summary>Whether a token that is new stands in the title.</summary>
    public bool IsTitle(int place) => IsNew(place) && place < Opening + Context + Title;
}
