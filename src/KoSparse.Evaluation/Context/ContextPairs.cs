using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Evaluation.Context;

/// <summary>The built-in context pairs, <c>pairs.jsonl</c>; half of them measure, half train.</summary>
public static class ContextPairs
{
    /// <summary>All pairs, in the order of the file.</summary>
    internal static IReadOnlyList<ContextPair> All { get; } = Load();

    /// <summary>The pairs of one split, in the order of the file.</summary>
    public static IReadOnlyList<ContextPair> Of(ContextSplit split) => [.. All.Where(pair => pair.Split == split)];

    private static List<ContextPair> Load()
    {
        using Stream stream = typeof(ContextPairs).Assembly
            .GetManifestResourceStream("KoSparse.Evaluation.Context.pairs.jsonl")!;
        using StreamReader reader = new(stream);
        List<ContextPair> pairs = [];
        while (reader.ReadLine() is string line)
        {
            pairs.Add(JsonSerializer.Deserialize<ContextPair>(line, SnakeCaseJson.Strict)!);
        }

        return pairs;
    }
}
