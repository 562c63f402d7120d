using System.Text.Json;
using System.Text.Json.Serialization;
using KoSparse.Files;

namespace KoSparse.Data;

/// <summary>The content of <c>idf_statistics.json</c>; the tokens of questions are absent in older files.</summary>
internal sealed record IdfDescription(
    string TokenizerHash,
    int VocabularySize,
    long DocumentCount,
    IdfSmoothing Smoothing,
    IReadOnlyList<CorpusFile> Corpus,
    IReadOnlyList<int>? QuestionTokens = null);

/// <summary>Reads and writes it by generated code, which a search does not wait for.</summary>
[JsonSerializable(typeof(IdfDescription))]
internal sealed partial class IdfDescriptionJson : JsonSerializerContext
{
    /// <summary>An unknown name, a missing one or a null is a mistake.</summary>
    public static IdfDescriptionJson Strict { get; } = new(new JsonSerializerOptions(SnakeCaseJson.Strict));
}
