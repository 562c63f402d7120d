using System.Diagnostics;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.OpenSearch.Models;

/// <summary>What ml-commons does in its own time.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class ClusterTasks(Cluster cluster)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Waits for the end of what a request started.</summary>
    /// <param name="started">The answer to it; without a task it is the end already.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="OpenSearchException">It failed, or takes too long.</exception>
    public async Task<JsonElement> EndAsync(JsonElement started, CancellationToken stop)
    {
        if (started.TextAt("task_id") is not { } id)
        {
            return started;
        }

        JsonElement task = default;
        await WaitAsync(
            async () => (task = await cluster.SendAsync(ClusterRequest.Get($"_plugins/_ml/tasks/{id}"), stop)).TextAt("state") is "COMPLETED" or "COMPLETED_WITH_ERROR" or "FAILED" or "CANCELLED",
            $"The cluster is not done with the task {id}.",
            stop);
        return task.TextAt("state") == "COMPLETED"
            ? task
            : throw new OpenSearchException($"The cluster failed: {ForeignText.Sentence(task.TextAt("error") ?? "it does not say why")}. 'kosparse opensearch doctor' says which settings stand in the way.");
    }

    /// <summary>Looks again and again until something holds.</summary>
    /// <exception cref="OpenSearchException">It takes too long.</exception>
    public static async Task WaitAsync(Func<Task<bool>> done, string otherwise, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await done())
        {
            if (Stopwatch.GetElapsedTime(started) > Longest)
            {
                throw new OpenSearchException($"{otherwise} It was waited for {Longest.TotalMinutes:F0} minutes; look at the load of the nodes.");
            }

            await Task.Delay(Glance, stop);
        }
    }
}
