using System.Text.Json;

namespace KoSparse.OpenSearch.Facts;

/// <summary>What a node has left.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Roles">What it does, such as <c>data</c> and <c>ml</c>.</param>
/// <param name="HeapBytes">Largest heap.</param>
/// <param name="HeapUsed">Share of it in use, from 0 to 1.</param>
/// <param name="DiskUsed">Share of its disk in use, from 0 to 1.</param>
/// <param name="DiskFree">Bytes of its disk that it may still take.</param>
/// <param name="MemoryUsed">Share of the machine's memory in use, from 0 to 1.</param>
public sealed record NodeFacts(string Name, IReadOnlyList<string> Roles, long HeapBytes, double HeapUsed, double DiskUsed, long DiskFree, double MemoryUsed)
{
    /// <summary>Reads the answer of <c>_nodes/stats</c>.</summary>
    internal static IReadOnlyList<NodeFacts> Of(JsonElement? answer) => [.. (answer?.MembersAt("nodes") ?? []).Select(node => Of(node.Value))];

    private static NodeFacts Of(JsonElement node)
    {
        double total = node.NumberAt("fs", "total", "total_in_bytes") ?? 0;
        double free = node.NumberAt("fs", "total", "available_in_bytes") ?? 0;
        return new(
            node.TextAt("name") ?? "?",
            [.. node.ItemsAt("roles").Select(role => role.ToString())],
            (long)(node.NumberAt("jvm", "mem", "heap_max_in_bytes") ?? 0),
            (node.NumberAt("jvm", "mem", "heap_used_percent") ?? 0) / 100,
            total > 0 ? 1 - (free / total) : 0,
            (long)free,
            (node.NumberAt("os", "mem", "used_percent") ?? 0) / 100);
    }
}
