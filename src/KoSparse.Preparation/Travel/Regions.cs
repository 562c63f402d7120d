using System.Text.RegularExpressions;

namespace KoSparse.Preparation.Travel;

/// <summary>Finds the region that a text names first; the names are <c>regions.txt</c>.</summary>
internal sealed class Regions
{
    private const int ShortestCut = 3; // 동해시 → 동해, but 중구 stays

    private readonly Dictionary<string, Region> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Region> _byShortName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fullNames = new(StringComparer.Ordinal);
    private readonly Regex _names;

    private Regions()
    {
        foreach (string[] fields in PreparationResource.Lines("Travel.regions.txt").Select(line => line.Split('\t')))
        {
            string province = fields[0];
            _fullNames[province] = fields[1].Split(' ')[0];
            foreach (string name in fields[1].Split(' '))
            {
                _byName[name] = new Region(province, "");
            }

            foreach (string city in fields[2].Split(' '))
            {
                var region = new Region(province, city.Length >= ShortestCut ? city[..^1] : city);
                _byName[city] = region;
                _byShortName[region.City] = region;
            }
        }

        // Longer names first, so that 광주광역시 is not read as 광주시 of another province.
        string names = string.Join('|', _byName.Keys.OrderByDescending(name => name.Length));
        _names = new Regex($"(?<![가-힣])({names})", RegexOptions.Compiled);
    }

    /// <summary>The built-in names.</summary>
    public static Regions Default { get; } = new();

    /// <summary>The region of a city, county or district.</summary>
    public Region OfCity(string name) => _byName[name];

    /// <summary>A province's name in full, such as 강원도.</summary>
    public string FullName(string province) => _fullNames[province];

    /// <summary>The first city that a text names, else its first province; of a title, also a city without its ending (경주 불국사).</summary>
    public Region? Find(string title, string text)
    {
        Region[] found = [.. _names.Matches(text).Select(match => _byName[match.Value])];
        foreach (Region region in found)
        {
            if (region.City.Length > 0)
            {
                return region;
            }
        }

        return _byShortName.TryGetValue(title.Split(' ')[0], out Region named) && title.Contains(' ', StringComparison.Ordinal) ? named
            : found.Length > 0 ? found[0]
            : null;
    }
}
