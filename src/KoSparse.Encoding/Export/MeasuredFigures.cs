using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Encoding.Export;

/// <summary>The figures that <c>eval</c> and <c>benchmark</c> left beside a model: <c>eval/*.json</c> and <c>eval/*/metrics.json</c>.</summary>
/// <param name="Language">Content of <c>language.json</c>, when there is one.</param>
/// <param name="Context">Content of <c>context.json</c>, when there is one.</param>
/// <param name="Sparsity">Content of <c>sparsity.json</c>, when there is one.</param>
/// <param name="Benchmarks">Content of each <c>metrics.json</c>, by name of folder.</param>
internal sealed record MeasuredFigures(
    JsonObject? Language, JsonObject? Context, JsonObject? Sparsity, IReadOnlyList<JsonObject> Benchmarks)
{
    /// <summary>Looks beside a model and beside the run that holds it.</summary>
    public static MeasuredFigures Find(string source, string model)
    {
        string? folder = new[] { source, model, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)))! }
            .Select(place => Path.Combine(place, "eval"))
            .FirstOrDefault(Directory.Exists);
        return folder is null
            ? new MeasuredFigures(null, null, null, [])
            : new MeasuredFigures(
                Read(Path.Combine(folder, "language.json")),
                Read(Path.Combine(folder, "context.json")),
                Read(Path.Combine(folder, "sparsity.json")),
                [
                    .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
                        .Select(benchmark => Read(Path.Combine(benchmark, "metrics.json"))).OfType<JsonObject>(),
                ]);
    }

    private static JsonObject? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(InputFile.ReadText(path)) as JsonObject;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path}: {fault.Message} Measure again with 'kosparse eval' or 'kosparse benchmark'.", fault);
        }
    }
}
