using System.Globalization;
using System.Text.RegularExpressions;

namespace KoSparse.Preparation.Sample;

/// <summary>Draws the values of all entries, which refer to each other.</summary>
/// <remarks>
/// A rule is one of: <c>@kind,kind</c>, another entry of these kinds; <c>1850..1940</c>, a number between the two;
/// <c>{born}+20..40</c>, a number added to an earlier value; or texts separated by <c>|</c>, in which <c>{name}</c> is an
/// earlier value or a text of the list of that name in <c>lists.txt</c>.
/// </remarks>
internal sealed partial class SampleWorld
{
    private const int MaxAttempts = 10_000;

    // A kind may refer to itself and to those before it.
    private static readonly string[] KindNames =
    [
        "places", "ports", "mountains", "plants", "animals", "foods", "instruments", "trades", "sciences",
        "artisans", "musicians", "writers", "scholars", "festivals", "buildings", "books", "shops",
    ];

    private static readonly Dictionary<string, string> Lists =
        new(PreparationResource.Lines("Sample.lists.txt").Select(SampleKind.SplitRule));

    private readonly Random _random;
    private readonly Dictionary<string, List<SampleEntry>> _entries = [];
    private readonly HashSet<string> _titles = [];

    private SampleWorld(Random random) => _random = random;

    /// <summary>Draws every entry, kind by kind.</summary>
    public static IReadOnlyList<SampleEntry> Draw(Random random)
    {
        SampleWorld world = new(random);
        foreach (string name in KindNames)
        {
            world.Add(SampleKind.Load(name));
        }

        return [.. KindNames.SelectMany(name => world._entries[name])];
    }

    // First all titles, so that entries of one kind can refer to each other.
    private void Add(SampleKind kind)
    {
        int title = 1 + kind.Rules.ToList().FindIndex(rule => rule.Key == SampleEntry.TitleName);
        List<SampleEntry> entries =
            _entries[kind.Name] = [.. kind.Rows.Select(row => Titled(kind, row, kind.Rules.Take(title).ToArray()))];
        foreach (SampleEntry entry in entries)
        {
            foreach ((string name, string rule) in kind.Rules.Skip(title))
            {
                DrawValue(entry, name, rule);
            }
        }
    }

    private SampleEntry Titled(
        SampleKind kind, IReadOnlyDictionary<string, string> row, KeyValuePair<string, string>[] rules)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            SampleEntry entry = new(kind, row);
            foreach ((string name, string rule) in rules)
            {
                DrawValue(entry, name, rule);
            }

            if (_titles.Add(entry.Title))
            {
                return entry;
            }
        }

        throw new InvalidOperationException(
            $"{kind.Name}.txt: no title is left for one of its entries. Lower '!entries', or add wordings of 'T'.");
    }

    private void DrawValue(SampleEntry entry, string name, string rule)
    {
        if (rule[0] == '@')
        {
            SampleEntry[] others = [.. rule[1..].Split(',').SelectMany(kind => _entries[kind]).Where(other => other != entry)];
            entry.Set(name, others[_random.Next(others.Length)]);
        }
        else if (Range().Match(rule) is { Success: true } range)
        {
            int start = range.Groups["base"] is { Success: true, Value: string earlier } ? Number(entry.Find(earlier)!) : 0;
            int value = start + _random.Next(Number(range.Groups["from"].Value), Number(range.Groups["to"].Value) + 1);
            entry.Set(name, value.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            entry.Set(name, Choose(entry, rule));
        }
    }

    private string Choose(SampleEntry entry, string rule)
    {
        string[] texts = rule.Split('|');
        return SampleEntry.Fill(
            texts[_random.Next(texts.Length)],
            name => entry.Find(name) ?? Choose(entry, Lists[name]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:\{(?<base>[a-z.]+)\}\+)?(?<from>\d+)\.\.(?<to>\d+)\z")]
    private static partial Regex Range();
}
