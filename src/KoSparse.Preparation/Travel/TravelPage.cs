namespace KoSparse.Preparation.Travel;

/// <summary>A page of a source, before anybody knows whether it is about a place.</summary>
/// <param name="Id">Unique within its source.</param>
/// <param name="Title">Its title.</param>
/// <param name="Paragraphs">Its text without markup; the first says what it is about.</param>
public sealed record TravelPage(string Id, string Title, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Its categories, where the source knows them.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its kind of place, where the source knows it.</summary>
    public string? Kind { get; init; }

    /// <summary>Questions that its first paragraph answers, where the source brings some.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];
}
