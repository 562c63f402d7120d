using System.Globalization;

namespace KoSparse.Preparation.Sample;

/// <summary>What the sample tells about one kind of thing: its entries, their values and the wordings.</summary>
/// <remarks>
/// A kind is a resource, in this order. <c>!entries N</c>: how many to invent; or <c>!table</c>, the names of columns and
/// one row per entry, separated by tabs. <c>name: rule</c>: a value of each entry. <c>!paragraph</c>: one sentence a line,
/// <c>~</c> before one that may be missing, then <c>?</c> lines of questions that it answers. <c>|</c> separates wordings,
/// <c>{name}</c> is a value, <c>T</c> the title. <see cref="SampleWorld"/> explains the rules.
/// </remarks>
internal sealed class SampleKind
{
    private readonly List<IReadOnlyDictionary<string, string>> _rows = [];
    private readonly List<KeyValuePair<string, string>> _rules = [];
    private readonly List<SampleParagraph> _paragraphs = [];

    private SampleKind(string name) => Name = name;

    /// <summary>Name of the resource.</summary>
    public string Name { get; }

    /// <summary>What is known of each entry beforehand; nothing of invented ones.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows => _rows;

    /// <summary>Values to draw and how, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rules => _rules;

    /// <summary>The paragraphs of every entry.</summary>
    public IReadOnlyList<SampleParagraph> Paragraphs => _paragraphs;

    /// <summary>Reads the resource <c>NAME.txt</c>.</summary>
    public static SampleKind Load(string name)
    {
        SampleKind kind = new(name);
        string[] columns = [];
        foreach (string line in PreparationResource.Lines($"Sample.{name}.txt"))
        {
            string[] fields = line.Split('\t');
            switch (fields[0])
            {
                case ['!', 'e', ..]:
                    int count = int.Parse(line["!entries ".Length..], CultureInfo.InvariantCulture);
                    kind._rows.AddRange(Enumerable.Repeat(new Dictionary<string, string>(), count));
                    break;
                case "!table":
                    columns = fields[1..];
                    break;
                case "!paragraph":
                    kind._paragraphs.Add(new SampleParagraph());
                    break;
                case var _ when kind._paragraphs.Count > 0:
                    kind._paragraphs[^1].Add(line);
                    break;
                case var _ when fields.Length > 1:
                    kind._rows.Add(columns.Zip(fields).ToDictionary(cell => cell.First, cell => cell.Second));
                    break;
                default:
                    kind._rules.Add(SplitRule(line));
                    break;
            }
        }

        return kind;
    }

    /// <summary>Cuts <c>name: rule</c>.</summary>
    public static KeyValuePair<string, string> SplitRule(string line)
    {
        string[] parts = line.Split(": ", 2);
        return new KeyValuePair<string, string>(parts[0], parts[1]);
    }
}
