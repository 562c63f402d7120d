using System.Text.RegularExpressions;

namespace KoSparse.Preparation.Sample;

/// <summary>One thing that the sample tells about, by its values.</summary>
internal sealed partial class SampleEntry
{
    /// <summary>Name of the value that is the title.</summary>
    public const string TitleName = "T";

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, SampleEntry> _others = [];

    /// <summary>An entry with the values that are known beforehand.</summary>
    public SampleEntry(SampleKind kind, IReadOnlyDictionary<string, string> known)
    {
        Kind = kind;
        _texts = new Dictionary<string, string>(known);
    }

    public SampleKind Kind { get; }

    public string Title => _texts[TitleName];

    public void Set(string name, string text) => _texts[name] = text;

    public void Set(string name, SampleEntry other) => _others[name] = other;

    /// <summary>A value; another entry is given by its title, a value of that entry as <c>writer.home</c>. Null when there is none.</summary>
    public string? Find(string name)
    {
        string[] path = name.Split('.', 2);
        return _others.TryGetValue(path[0], out SampleEntry? other)
            ? path.Length == 1 ? other.Title : other.Find(path[1])
            : _texts.GetValueOrDefault(name);
    }

    /// <summary>Puts values and title in a wording and chooses its particles.</summary>
    public string Expand(string wording)
    {
        string text = Fill(wording, name => Find(name)
            ?? throw new InvalidOperationException($"{Kind.Name}.txt: '{wording}' names '{name}', which no rule or column gives."));
        return Particle.Resolve(text.Replace(TitleName, Title, StringComparison.Ordinal));
    }

    /// <summary>Replaces each <c>{name}</c>.</summary>
    public static string Fill(string wording, Func<string, string> valueOf) =>
        Placeholder().Replace(wording, match => valueOf(match.Groups[1].Value));

    [GeneratedRegex(@"\{([a-z.]+)\}")]
    private static partial Regex Placeholder();
}
