using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Queries;

/// <summary>A question's terms as a cluster takes them: by the index's names, none above 64.</summary>
/// <param name="Weights">Weight by term, positive.</param>
/// <param name="Scale">What they were multiplied by, 1 where none was above 64; scores are so much smaller.</param>
public sealed record QuestionTokens(IReadOnlyDictionary<string, float> Weights, float Scale)
{
    /// <summary>Takes a vector.</summary>
    /// <param name="vector">The question's.</param>
    /// <param name="tokenizer">Names the terms.</param>
    /// <param name="ids">Whether the index calls terms by their ids.</param>
    public static QuestionTokens Of(SparseVector vector, Tokenizer tokenizer, bool ids)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(tokenizer);
        float scale = TokenWeights.ScaleOf(vector.Weights);
        return new(
            vector.Terms().ToDictionary(
                term => ids ? term.TokenId.ToString(System.Globalization.CultureInfo.InvariantCulture) : tokenizer.Vocabulary[term.TokenId],
                term => Math.Min(term.Weight * scale, TokenWeights.Most),
                StringComparer.Ordinal),
            scale);
    }

    /// <summary>As JSON.</summary>
    internal JsonObject ToJson()
    {
        JsonObject json = [];
        foreach ((string term, float weight) in Weights)
        {
            json[term] = weight;
        }

        return json;
    }
}
