using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KoSparse.Files;

namespace KoSparse.Encoding.Export;

/// <summary>What was measured of a model, and travels with it as <c>figures.json</c>: the figures of its card. Null where nobody measured.</summary>
/// <param name="KoreanTokenRatio">Share of Korean tokens among those that have a language, by count.</param>
/// <param name="Leakage">Share of foreign tokens, by count.</param>
/// <param name="ContextDiscrimination">Share of pairs of meanings that are told apart.</param>
/// <param name="TermsPerQuery">Mean number of active terms of a question.</param>
/// <param name="TermsPerDocument">Mean number of active terms of a document.</param>
/// <param name="Benchmarks">Retrieval, a row for each method.</param>
internal sealed record MeasuredFigures(
    double? KoreanTokenRatio,
    double? Leakage,
    double? ContextDiscrimination,
    double? TermsPerQuery,
    double? TermsPerDocument,
    IReadOnlyList<BenchmarkFigures> Benchmarks)
{
    private const string ReportFolder = "eval";

    private static readonly JsonSerializerOptions Written = new(SnakeCaseJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Looks for reports (<c>eval/*.json</c>, <c>eval/*/metrics.json</c>) beside a model and beside the run that holds it, else for what an export brought along.</summary>
    /// <param name="source">What was named: the folder of a model or of a run.</param>
    /// <param name="model">The model's folder.</param>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static MeasuredFigures Find(string source, string model)
    {
        string[] places = [source, model, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)))!];
        string kept = Path.Combine(model, ModelFiles.Figures);
        return places.Select(place => Path.Combine(place, ReportFolder)).FirstOrDefault(Directory.Exists) is { } reports ? OfReports(reports)
            : File.Exists(kept) ? Parsed(kept, file => JsonFile.Read(file).Deserialize<MeasuredFigures>(SnakeCaseJson.Options) ?? throw new JsonException("it holds null"))
            : new MeasuredFigures(null, null, null, null, null, []);
    }

    /// <summary>Writes the file of a model's folder, unless there is nothing to tell.</summary>
    public void Write(string folder)
    {
        if (KoreanTokenRatio is not null || ContextDiscrimination is not null || TermsPerDocument is not null || Benchmarks.Count > 0)
        {
            File.WriteAllText(Path.Combine(folder, ModelFiles.Figures), JsonSerializer.Serialize(this, Written) + "\n");
        }
    }

    private static MeasuredFigures OfReports(string folder)
    {
        JsonObject? language = Read("language.json"), context = Read("context.json"), sparsity = Read("sparsity.json");
        return new MeasuredFigures(
            Number(language?["korean_token_ratio"]?["count"]),
            Number(language?["leakage"]?["count"]),
            Number(context?["discrimination"]),
            Number(sparsity?["queries"]?["mean"]),
            Number(sparsity?["documents"]?["mean"]),
            [
                .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
                    .Select(benchmark => Path.Combine(benchmark, "metrics.json")).Where(File.Exists)
                    .SelectMany(path => Parsed(path, report => BenchmarkFigures.OfReport(JsonFile.Read(report)).ToArray())),
            ]);

        JsonObject? Read(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? Parsed(path, JsonFile.Read) : null;
    }

    private static T Parsed<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(path);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"{path}: {fault.Message} Measure again with 'kosparse eval' or 'kosparse benchmark'.", fault);
        }
    }

    private static double? Number(JsonNode? node) => node?.GetValue<double>();
}
