namespace KoSparse.Configuration;

/// <summary>Settings that a section once had and that stand elsewhere now: who still writes them there is told where.</summary>
/// <param name="section">The section that has them now.</param>
/// <param name="names">Their names, the same as before.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MovedSettingsAttribute(string section, params string[] names) : Attribute
{
    /// <summary>The section that has them now.</summary>
    public string Section { get; } = section;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
