using System.Globalization;

namespace KoSparse.Cli.Writing;

/// <summary>A part of an input for one of several processes or machines: of N parts the I-th has the lines I, I + N, I + 2N …</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">Number of parts.</param>
internal sealed record Shard(int Number, int Count)
{
    /// <summary>All lines.</summary>
    public static Shard All { get; } = new(1, 1);

    /// <summary>Reads <c>I/N</c>.</summary>
    /// <returns>Null when it is not of that form, or I is not within 1 to N.</returns>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && number >= 1 && number <= count ? new Shard(number, count) : null;
    }

    /// <summary>The lines of this part.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> lines) => Count == 1 ? lines : lines.Where((_, place) => place % Count == Number - 1);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
