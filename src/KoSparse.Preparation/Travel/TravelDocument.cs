using KoSparse.Data;

namespace KoSparse.Preparation.Travel;

/// <summary>A paragraph about a place: what it is of, and where.</summary>
/// <param name="Document">Its id (<c>PAGE#PARAGRAPH</c>), title and text.</param>
/// <param name="Kind">Kind of place, such as 해수욕장.</param>
/// <param name="Region">Where the place is.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Queries">Questions that the source brings for it.</param>
public sealed record TravelDocument(Document Document, string Kind, Region Region, string Source, IReadOnlyList<string> Queries)
{
    /// <summary>Whether it is the paragraph that says what and where the place is.</summary>
    public bool IsFirst => Document.Id.EndsWith("#0", StringComparison.Ordinal);

    /// <summary>The place's name, without what stands in parentheses.</summary>
    public string Name => PlainTitle(Document.Title);

    /// <summary>The page's id.</summary>
    public string Page => Document.Id.Split('#')[0];

    /// <summary>서면 (서천군) is 서면.</summary>
    internal static string PlainTitle(string title) => title.Split(" (")[0];
}
