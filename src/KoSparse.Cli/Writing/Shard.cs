using System.Globalization;

namespace KoSparse.Cli.Writing;

/// <summary>A part of an input for one of several processes or machines: of N parts the I-th has the lines I, I + N, I + 2N …</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">Number of parts.</param>
internal sealed record Shard(int Number, int Count)
{
    /// <summary>All lines.</summary>
    public static Shard All { get; } = new(1, 1);

    /// <summary>Follows a number that counts from 0, as the index of a Kubernetes job's pod does.</summary>
    private const string AndOne = "+1";

    /// <summary>Reads <c>I/N</c>, or <c>I+1/N</c> where I counts from 0.</summary>
    /// <returns>Null when it is not of that form, or the part is not within 1 to N.</returns>
    public static Shard? Parse(string text)
    {
        string[] parts = text.Split('/');
        int before = parts[0].EndsWith(AndOne, StringComparison.Ordinal) ? 1 : 0;
        return parts.Length == 2
            && int.TryParse(parts[0][..^(before * AndOne.Length)], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && number >= 1 - before && number <= count - before ? new Shard(number + before, count) : null;
    }

    /// <summary>The lines of this part.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> lines) => Count == 1 ? lines : lines.Where((_, place) => place % Count == Number - 1);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
