using System.Net;
using System.Text.Json;

namespace KoSparse.OpenSearch;

/// <summary>An index that takes no writes until somebody acts: a disk that is full (flood stage), or a block that was set. Waiting does not help.</summary>
internal static class WriteBlock
{
    private const string Type = "cluster_block_exception";

    /// <summary>What to do.</summary>
    public const string Advice =
        "The index takes no writes. Where a disk is full, make room on it, or raise cluster.routing.allocation.disk.watermark.flood_stage; a block that stays is lifted by " +
        "PUT INDEX/_settings {\"index.blocks.read_only_allow_delete\":null}. 'kosparse opensearch doctor' shows the disks.";

    /// <summary>Whether an error says so; a cluster that has no master yet, or is still recovering (503), is not meant.</summary>
    /// <param name="error">The value of <c>error</c>.</param>
    /// <param name="status">The status that came with it.</param>
    public static bool Is(JsonElement? error, HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden && error?.TextAt("type") == Type;

    /// <summary>Whether an answer says so.</summary>
    public static async Task<bool> IsAsync(HttpResponseMessage answer)
    {
        try
        {
            return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden
                && Is(JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).At("error"), answer.StatusCode);
        }
        catch (JsonException)
        {
            return false; // of something in between
        }
    }
}
