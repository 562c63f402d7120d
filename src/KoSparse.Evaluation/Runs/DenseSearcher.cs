using System.Numerics;
using System.Runtime.InteropServices;
using KoSparse.Data;

namespace KoSparse.Evaluation.Runs;

/// <summary>Compares a question's dense vector with that of every document: exact, and as slow as there are documents.</summary>
/// <param name="encode">Encodes a question.</param>
/// <param name="ids">Ids of the documents.</param>
/// <param name="vectors">Their vectors, in the same order.</param>
public sealed class DenseSearcher(Func<string, float[]> encode, IReadOnlyList<string> ids, IReadOnlyList<float[]> vectors) : ISearcher
{
    /// <summary>Bytes of all vectors.</summary>
    public long ByteLength => vectors.Sum(vector => (long)vector.Length * sizeof(float));

    /// <summary>The vector of a question.</summary>
    public float[] Encode(string query) => encode(query);

    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) => Search(encode(query), count);

    /// <summary>The best documents for a question's vector, best first; equal scores in the order of the documents.</summary>
    public IReadOnlyList<Hit> Search(float[] query, int count)
    {
        ArgumentNullException.ThrowIfNull(query);
        float[] scores = [.. vectors.Select(vector => Dot(query, vector))];
        return [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(count).Select(i => new Hit(ids[i], scores[i]))];
    }

    private static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ReadOnlySpan<Vector<float>> firstLanes = MemoryMarshal.Cast<float, Vector<float>>(first);
        ReadOnlySpan<Vector<float>> secondLanes = MemoryMarshal.Cast<float, Vector<float>>(second);
        Vector<float> lanes = default;
        for (int i = 0; i < firstLanes.Length; i++)
        {
            lanes += firstLanes[i] * secondLanes[i];
        }

        float sum = Vector.Sum(lanes);
        for (int i = firstLanes.Length * Vector<float>.Count; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }
}
