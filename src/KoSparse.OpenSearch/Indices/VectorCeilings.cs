using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Indices;

/// <summary>The largest weights of a model: what <c>sparse_vector</c> divides into 255 steps; what is beyond is cut.</summary>
/// <param name="Document">Of a document's terms.</param>
/// <param name="Question">Of a question's terms.</param>
public sealed record VectorCeilings(float Document, float Question)
{
    private const int Samples = 512;
    private const int Times = 4;

    /// <summary>Asks a model for the weights of short texts that say one word again and again: no term of a longer text weighs more.</summary>
    /// <remarks>OpenSearch's own values, 3 and 16, are those of its models; ours weigh by BM25 and IDF.</remarks>
    public static VectorCeilings Of(OpenModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tokenizer tokenizer = model.Tokenizer;
        int step = Math.Max(1, tokenizer.Vocabulary.Count / Samples);
        string[] words = [.. Enumerable.Range(0, tokenizer.Vocabulary.Count).Where(id => id % step == 0).Select(tokenizer.LettersOf).Where(letters => letters.Length > 0)];
        float document = Largest(model.Encoder.EncodeDocuments([.. words.Select(word => new Document("", word, string.Join(' ', Enumerable.Repeat(word, Times))))]));
        float question = model.Idf is { } idf ? Largest(idf.Values) : Largest(model.Encoder.EncodeQueries(words));
        return new(document, question);
    }

    private static float Largest(IEnumerable<SparseVector> vectors) => vectors.Select(vector => Largest(vector.Weights)).DefaultIfEmpty().Max();

    private static float Largest(ReadOnlySpan<float> weights)
    {
        float largest = 0;
        foreach (float weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        return largest;
    }
}
