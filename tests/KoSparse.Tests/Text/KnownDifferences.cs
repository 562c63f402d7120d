using System.Globalization;

namespace KoSparse.Tests.Text;

/// <summary>
/// Lines of golden files on which we differ today, with the reason, in <c>tests/golden/tokenizers/differences</c>:
/// a heading <c>kind: reason</c>, below it line numbers.
/// </summary>
internal static class KnownDifferences
{
    /// <summary>Reads the list of one golden file; a line number and what differs there.</summary>
    public static SortedDictionary<int, string> Read(string name)
    {
        SortedDictionary<int, string> known = [];
        string kind = "";
        foreach (string line in File.ReadLines(SharedData.Golden($"tokenizers/differences/{name}.txt")).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] != ' ')
            {
                kind = line[..line.IndexOf(':', StringComparison.Ordinal)];
                continue;
            }

            foreach (string number in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                known.Add(int.Parse(number, CultureInfo.InvariantCulture), kind);
            }
        }

        return known;
    }

    /// <summary>What the list does not say: lines that differ newly or otherwise, and listed ones that agree.</summary>
    public static IReadOnlyList<string> Unlisted(SortedDictionary<int, string> known, SortedDictionary<int, string> found) =>
    [
        .. found.Where(f => known.GetValueOrDefault(f.Key) != f.Value).Select(f => $"line {f.Key} differs in {f.Value}, which the list does not say"),
        .. known.Keys.Except(found.Keys).Select(number => $"line {number} agrees: take it out of the list"),
    ];
}
