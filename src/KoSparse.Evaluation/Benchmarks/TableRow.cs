namespace KoSparse.Evaluation.Benchmarks;

/// <summary>One row of a table, whatever the form of its file; valid while it is read.</summary>
/// <param name="cell">The text of a column, null where the row has none; throws <see cref="FormatException"/> for what is no text or number.</param>
internal readonly struct TableRow(Func<string, string?> cell)
{
    /// <summary>The text of the first of the columns that the row has, or null.</summary>
    public string? Optional(params ReadOnlySpan<string> columns)
    {
        foreach (string column in columns)
        {
            if (cell(column) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The text of the first of the columns that the row has.</summary>
    /// <exception cref="FormatException">It has none of them.</exception>
    public string Required(params ReadOnlySpan<string> columns) =>
        Optional(columns) ?? throw new FormatException($"'{columns[0]}' is missing.");
}
