using System.Runtime.InteropServices;
using KoSparse.Safetensors;
using KoSparse.Tensors;

namespace KoSparse.Evaluation.Keeping;

/// <summary>Some vectors in one safetensors file: for each its number of tokens and of values, then all tokens and all values.</summary>
internal static class VectorFile
{
    private static readonly string[] Names = ["token_counts", "value_counts", "token_ids"];

    public static void Write(string path, IReadOnlyList<VectorRow> rows)
    {
        int[][] integers =
        [
            [.. rows.Select(row => row.TokenIds.Length)],
            [.. rows.Select(row => row.Values.Length)],
            [.. rows.SelectMany(row => row.TokenIds)],
        ];
        float[] values = [.. rows.SelectMany(row => row.Values)];
        using var writer = new SafetensorsWriter(
            path, [.. Names.Zip(integers, (name, one) => new TensorEntry(name, TensorType.I32, [one.Length])), new TensorEntry("values", TensorType.F32, [values.Length])]);
        foreach ((string name, int[] one) in Names.Zip(integers))
        {
            writer.Write(name, MemoryMarshal.AsBytes(one.AsSpan()));
        }

        writer.Write("values", MemoryMarshal.AsBytes(values.AsSpan()));
        writer.Complete();
    }

    /// <exception cref="SafetensorsException">The file is damaged, or holds another number of vectors.</exception>
    public static IReadOnlyList<VectorRow> Read(string path, int count)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        int[][] integers = [.. Names.Select(reader.ReadIntegers)];
        (int[] tokenCounts, int[] valueCounts, int[] tokenIds) = (integers[0], integers[1], integers[2]);
        float[] values = reader.ReadSingles("values");
        if (tokenCounts.Length != count || valueCounts.Length != count || tokenCounts.Sum() != tokenIds.Length || valueCounts.Sum() != values.Length)
        {
            throw new SafetensorsException($"{path}: does not hold the vectors of {count} documents.");
        }

        List<VectorRow> rows = new(count);
        for (int i = 0, token = 0, value = 0; i < count; token += tokenCounts[i], value += valueCounts[i], i++)
        {
            rows.Add(new VectorRow(tokenIds[token..(token + tokenCounts[i])], values[value..(value + valueCounts[i])]));
        }

        return rows;
    }
}
