namespace KoSparse.Data;

/// <summary>A text that can be found.</summary>
/// <param name="Id">Unique within its corpus.</param>
/// <param name="Title">Heading, empty when there is none.</param>
/// <param name="Text">Body.</param>
public sealed record Document(string Id, string Title, string Text)
{
    /// <summary>Further fields as a JSON object, null when there are none: kept with the document, neither encoded nor ranked.</summary>
    public string? Fields { get; init; }

    /// <summary>Title and text as one string: what is tokenized, encoded and indexed.</summary>
    public string Content => Title.Length == 0 ? Text : $"{Title} {Text}";

    /// <summary>A text without id and title.</summary>
    public static Document Of(string text) => new("", "", text);
}
