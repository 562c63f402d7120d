namespace KoSparse.Data;

/// <summary>What a reader of JSON Lines passed over; filled while the lines are read.</summary>
public sealed class ReadSummary
{
    private readonly SortedDictionary<string, long> _ignoredFields = new(StringComparer.Ordinal);

    /// <summary>Lines read, the bad ones included, empty ones not.</summary>
    public long Lines { get; internal set; }

    /// <summary>Lines skipped as bad.</summary>
    public long BadLines { get; internal set; }

    /// <summary>File, line and reason of the first bad line; null when there was none.</summary>
    public string? FirstBadLine { get; internal set; }

    /// <summary>Fields that the reader does not know, by name, with the number of lines that had them.</summary>
    public IReadOnlyDictionary<string, long> IgnoredFields => _ignoredFields;

    /// <summary>One line for the console, such as <c>1,000 lines, 2 bad; ignored fields: source (1,000)</c>.</summary>
    public override string ToString()
    {
        string bad = BadLines == 0 ? "" : FormattableString.Invariant($", {BadLines:N0} bad, first {FirstBadLine}");
        string ignored = _ignoredFields.Count == 0
            ? ""
            : "; ignored fields: " + string.Join(", ", _ignoredFields.Select(f => FormattableString.Invariant($"{f.Key} ({f.Value:N0})")));
        return FormattableString.Invariant($"{Lines:N0} lines{bad}{ignored}");
    }

    internal void Ignore(string field) => _ignoredFields[field] = _ignoredFields.GetValueOrDefault(field) + 1;
}
