using System.Text.RegularExpressions;

namespace KoSparse.Preparation.Travel;

/// <summary>A kind of place, and how a page tells that it is of one; the kinds are <c>kinds.txt</c>.</summary>
/// <param name="Name">Its name: 해수욕장, 사찰.</param>
/// <param name="Words">Words that people ask with.</param>
internal sealed record PlaceKind(string Name, IReadOnlyList<string> Words)
{
    private Regex _definition = null!;
    private string[] _endings = [];

    /// <summary>The built-in kinds.</summary>
    public static IReadOnlyList<PlaceKind> All { get; } = [.. PreparationResource.Lines("Travel.kinds.txt").Select(Parse)];

    /// <summary>A kind by its name.</summary>
    public static PlaceKind Of(string name) => All.First(kind => kind.Name == name);

    /// <summary>The kind of a page, or null when it is no place that one travels to.</summary>
    /// <param name="title">Its title, without what stands in parentheses.</param>
    /// <param name="opening">Its first sentences.</param>
    /// <param name="categories">Its categories, where they are known.</param>
    public static PlaceKind? Find(string title, string opening, IReadOnlyList<string> categories) =>
        All.FirstOrDefault(kind => kind.Fits(title) &&
            (kind._definition.IsMatch(opening) || categories.Any(category => category.EndsWith(kind.Name, StringComparison.Ordinal))));

    // A title that is an ending and no more (산, 절) names the kind, not one of it.
    private bool Fits(string title) =>
        _endings.Length == 0 || _endings.Any(end => title.Length > end.Length && title.EndsWith(end, StringComparison.Ordinal));

    private static PlaceKind Parse(string line)
    {
        string[] fields = line.Split('\t');
        return new PlaceKind(fields[0], fields[3].Split(' '))
        {
            _definition = new Regex(fields[1], RegexOptions.Compiled),
            _endings = fields[2].Split('|', StringSplitOptions.RemoveEmptyEntries),
        };
    }
}
