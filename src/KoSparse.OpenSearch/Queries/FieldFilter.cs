namespace KoSparse.OpenSearch.Queries;

/// <summary>Keeps the documents whose field has a value; one of several is enough.</summary>
/// <param name="Field">Name of a field.</param>
/// <param name="Value">The value, a number as it is written.</param>
public sealed record FieldFilter(string Field, string Value)
{
    /// <summary>Reads <c>field=value</c>.</summary>
    /// <exception cref="ArgumentException">It is not of that form.</exception>
    public static FieldFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? new(text[..equals], text[(equals + 1)..]) : throw new ArgumentException($"'{text}' is not of the form 'field=value'.", nameof(text));
    }
}
