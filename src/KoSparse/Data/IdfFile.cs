using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>IDF weights on disk: <c>idf.safetensors</c> with the numbers and <c>idf_statistics.json</c> with where they come from.</summary>
/// <remarks>The first holds the text of the second, too, so that the two are never of different makes; older ones do not.</remarks>
public static class IdfFile
{
    private const string ValuesName = "idf";
    private const string StatisticsName = "statistics";
    private const string FrequenciesName = "document_frequency";
    private const int LongestShown = 80;
    private const string Command = "make prepare-v25-idf";

    /// <summary>Whether a folder has IDF weights.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, ModelFiles.Idf));

    /// <summary>Writes both files; the folder is created, older files are replaced.</summary>
    public static void Write(string folder, InverseDocumentFrequency idf)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(idf);
        Directory.CreateDirectory(folder);
        long[] shape = [idf.Values.Length];
        string statistics = new IdfDescription(
            idf.TokenizerHash, idf.Values.Length, idf.DocumentCount, idf.Smoothing, idf.Corpus, idf.QuestionTokens).ToJson();
        using (SafetensorsWriter writer = new(
            Path.Combine(folder, ModelFiles.Idf),
            [new TensorEntry(ValuesName, TensorType.F32, shape), new TensorEntry(FrequenciesName, TensorType.I32, shape)],
            new Dictionary<string, string> { ["tokenizer_hash"] = idf.TokenizerHash, [StatisticsName] = statistics }))
        {
            writer.Write(ValuesName, MemoryMarshal.AsBytes(idf.Values));
            writer.Write(FrequenciesName, MemoryMarshal.AsBytes(idf.DocumentFrequencies));
            writer.Complete();
        }

        WholeFile.Write(Path.Combine(folder, ModelFiles.IdfStatistics), statistics);
    }

    /// <summary>Reads both files.</summary>
    /// <exception cref="IdfException">They are missing, damaged, or of another tokenizer.</exception>
    public static InverseDocumentFrequency Read(string folder, Tokenizer tokenizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        try
        {
            using SafetensorsReader reader = SafetensorsReader.Open(Path.Combine(folder, ModelFiles.Idf));
            IdfDescription description = reader.Metadata.GetValueOrDefault(StatisticsName) is { } statistics
                ? IdfDescription.Parse(statistics)
                : IdfDescription.Read(Path.Combine(folder, ModelFiles.IdfStatistics));
            if (description.TokenizerHash != tokenizer.Hash || reader.Metadata.GetValueOrDefault("tokenizer_hash") != tokenizer.Hash)
            {
                throw new IdfException(
                    $"{folder}: the IDF weights were made with another tokenizer (hash {description.TokenizerHash}, in use is " +
                    $"{tokenizer.Hash}). Make them anew with '{Command}'.");
            }

            int[] frequencies = reader.ReadIntegers(FrequenciesName);
            if (frequencies.Length != tokenizer.Vocabulary.Count || frequencies.Any(df => df < 0 || df > description.DocumentCount))
            {
                throw new IdfException($"{folder}: the document frequencies are not those of this vocabulary. Make them anew with '{Command}'.");
            }

            if ((description.QuestionTokens ?? []).Any(id => id < 0 || id >= frequencies.Length))
            {
                throw new IdfException($"{folder}: question_tokens names tokens outside the vocabulary. Make the weights anew with '{Command}'.");
            }

            InverseDocumentFrequency idf = description.Smoothing == IdfSmoothing.Given
                ? Given(reader, tokenizer)
                : new(frequencies, description.DocumentCount, description.Smoothing, description.TokenizerHash, tokenizer.SpecialTokens.All)
                {
                    Corpus = description.Corpus,
                };
            return idf.Without(description.QuestionTokens ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or SafetensorsException)
        {
            throw new IdfException($"{folder}: no IDF weights that can be read ({e.Message}). Make them with '{Command}'.", e);
        }
    }

    /// <summary>Weights that others counted or learned, out of a file.</summary>
    /// <param name="path">The file, for what is wrong with it.</param>
    /// <param name="weights">One for each token.</param>
    /// <param name="tokenizer">Whose tokens they are.</param>
    /// <exception cref="IdfException">One is not finite.</exception>
    public static InverseDocumentFrequency Given(string path, ReadOnlySpan<float> weights, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        for (int id = 0; id < weights.Length; id++)
        {
            if (!float.IsFinite(weights[id]))
            {
                throw NoWeight(path, tokenizer.Vocabulary[id], weights[id].ToString(CultureInfo.InvariantCulture));
            }
        }

        return InverseDocumentFrequency.Given(weights, tokenizer);
    }

    private static InverseDocumentFrequency Given(SafetensorsReader reader, Tokenizer tokenizer)
    {
        float[] weights = reader.ReadSingles(ValuesName);
        return weights.Length == tokenizer.Vocabulary.Count ? Given(reader.Path, weights, tokenizer)
            : throw new IdfException($"{reader.Path}: the weights are not those of this vocabulary. Get the model again.");
    }

    /// <summary>Reads <c>{token: weight}</c>, as OpenSearch's models have it; a token that is not named weighs nothing, as in sentence-transformers.</summary>
    /// <exception cref="IdfException">It is damaged, names what is no token, or a weight is no finite number.</exception>
    public static InverseDocumentFrequency ReadTokenWeights(string path, Tokenizer tokenizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        try
        {
            float[] weights = new float[tokenizer.Vocabulary.Count];
            foreach ((string token, JsonNode? weight) in JsonFile.Read(path))
            {
                int id = tokenizer.TryGetId(token, out int found) ? found
                    : throw new IdfException($"{path}: '{ForeignText.Sentence(token, LongestShown)}' is no token of the model's tokenizer. Get the model again.");
                weights[id] = weight is JsonValue value && value.TryGetValue(out double number) ? (float)number : throw NoWeight(path, token, weight?.ToJsonString() ?? "null");
            }

            return Given(path, weights, tokenizer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new IdfException($"{path}: no weights of tokens that can be read ({e.Message.TrimEnd('.')}). Get the model again.", e);
        }
    }

    private static IdfException NoWeight(string path, string token, string weight) => new(
        $"{path}: the weight of '{ForeignText.Sentence(token, LongestShown)}' is {ForeignText.Sentence(weight, LongestShown)}, and must be a finite number. Get the model again.");
}
