using System.Text.Json;
using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>What each token of a vocabulary weighs in a question, as a cluster takes it that tokenizes questions itself: every one in (0, 64].</summary>
/// <remarks>
/// Tried on OpenSearch 2.19.1: one weight of 0 makes it refuse the whole question, and a token that its file lacks weighs 1. So a token that weighs
/// nothing gets a weight that changes no ranking, and weights beyond Lucene's largest are all made smaller alike, which changes none either.
/// </remarks>
public sealed class TokenWeights
{
    /// <summary>Stands for nothing.</summary>
    public const float Least = 1e-6f;

    /// <summary>The largest weight of a term in a question that Lucene takes.</summary>
    public const float Most = 64;

    private readonly float[] _valuesV;

    private TokenWeights(float[] valuesV, float scale) => (_valuesV, Scale) = (valuesV, scale);

    /// <summary>What the weights were multiplied by to be at most <see cref="Most"/>; 1 where they were. Scores are so much smaller.</summary>
    public float Scale { get; }

    /// <summary>Weight by token id.</summary>
    public ReadOnlySpan<float> Values => _valuesV;

    /// <summary>Makes the weights of questions that are weighted by IDF.</summary>
    /// <exception cref="IdfException">The IDF weights were made with another tokenizer.</exception>
    public static TokenWeights Of(InverseDocumentFrequency idf, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(idf);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (idf.TokenizerHash != tokenizer.Hash)
        {
            throw new IdfException("The IDF weights were made with another tokenizer. Make them anew with 'make prepare-v25-idf'.");
        }

        float[] valuesV = [.. idf.Values];
        foreach (int id in tokenizer.Wordless)
        {
            valuesV[id] = 0;
        }

        float scale = ScaleOf(valuesV);
        return new(Array.ConvertAll(valuesV, value => Math.Clamp(value * scale, Least, Most)), scale);
    }

    /// <summary>What weights are to be multiplied by so that none is beyond <see cref="Most"/>; 1 where none is.</summary>
    public static float ScaleOf(ReadOnlySpan<float> weights)
    {
        float largest = 0;
        foreach (float weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        return largest > Most ? Most / largest : 1;
    }

    /// <summary>Writes <c>{token: weight}</c>, the <c>idf.json</c> of OpenSearch's tokenizer models.</summary>
    public void Write(string path, Tokenizer tokenizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using FileStream stream = File.Create(path);
        Write(stream, tokenizer);
    }

    /// <inheritdoc cref="Write(string, Tokenizer)"/>
    public void Write(Stream stream, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tokenizer);
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, Encoder = SnakeCaseJson.Options.Encoder });
        json.WriteStartObject();
        for (int id = 0; id < _valuesV.Length; id++)
        {
            json.WriteNumber(tokenizer.Vocabulary[id], _valuesV[id]);
        }

        json.WriteEndObject();
    }
}
