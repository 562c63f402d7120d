namespace KoSparse.Data;

/// <summary>A text that can be found.</summary>
/// <param name="Id">Unique within its corpus.</param>
/// <param name="Title">Heading, empty when there is none.</param>
/// <param name="Text">Body.</param>
public sealed record Document(string Id, string Title, string Text)
{
    /// <summary>Further fields as a JSON object, null when there are none: kept with the document, neither encoded nor ranked.</summary>
    public string? Fields { get; init; }

    /// <summary>Title and text as one string, the title on a line of its own: what is tokenized, encoded and indexed.</summary>
    public string Content => Title.Length == 0 ? Text : $"{Title}\n{Text}";

    /// <summary>Number of characters of <see cref="Content"/>.</summary>
    public int Length => Title.Length == 0 ? Text.Length : Title.Length + 1 + Text.Length;

    /// <summary>Title and text alone, as triplets hold them: equal for documents of equal content.</summary>
    public Document WithoutId() => Id.Length == 0 && Fields is null ? this : this with { Id = "", Fields = null };

    /// <summary>A text without id; of several lines, the first is the title, as <see cref="Content"/> writes it.</summary>
    public static Document Of(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        int end = content.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? new("", "", content) : new("", content[..end], content[(end + 1)..]);
    }
}
