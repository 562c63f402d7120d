namespace KoSparse.Modeling.Weights;

/// <summary>What did not match when weights were loaded; nothing is skipped silently.</summary>
/// <param name="Fresh">Tensors of the model that the file lacks and that keep their random start: head, gate, lexical prior.</param>
/// <param name="Unused">Tensors of the file that the model has no place for, such as a pooler.</param>
public sealed record LoadReport(IReadOnlyList<string> Fresh, IReadOnlyList<string> Unused)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Fresh.Count > 0)
        {
            yield return $"not in the file, start fresh: {string.Join(", ", Fresh)}";
        }

        if (Unused.Count > 0)
        {
            yield return $"in the file, not used: {string.Join(", ", Unused)}";
        }
    }
}
