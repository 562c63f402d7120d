using System.Net;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.OpenSearch.Ingest;

/// <summary>Documents that are sent in one request, and again where the cluster is too busy for some of them.</summary>
/// <param name="cluster">Where.</param>
/// <param name="path">Path of the request.</param>
/// <param name="patience">How long some are tried again.</param>
internal sealed class Bulk(Cluster cluster, string path, ClusterPatience patience)
{
    private const int ReasonLength = 200;

    /// <summary>Sends documents until each is taken or refused for good.</summary>
    /// <returns>Those that were refused.</returns>
    /// <exception cref="OpenSearchException">The cluster refused all of them, or is too busy for too long.</exception>
    public async Task<IReadOnlyList<IngestFailure>> SendAsync(IReadOnlyList<IngestItem> items, CancellationToken stop)
    {
        IngestFailure?[] failures = [.. items.Select(item => item.Fault is { } fault ? new IngestFailure(item.Id, fault) : (IngestFailure?)null)];
        int[] left = [.. Enumerable.Range(0, items.Count).Where(place => failures[place] is null)];
        for (int attempt = 0; left.Length > 0; attempt++)
        {
            JsonElement[] answers = await AnswersAsync([.. left.Select(place => items[place])], stop);
            List<int> busy = [];
            foreach ((int place, JsonElement answer) in left.Zip(answers).Where(pair => pair.Second.At("error") is not null))
            {
                if (WriteBlock.Is(answer.At("error"), (HttpStatusCode)(answer.NumberAt("status") ?? 0)))
                {
                    throw new OpenSearchException(
                        $"{ReasonOf(answer)} {WriteBlock.Advice} What was taken is kept: the same command goes on.", (HttpStatusCode)answer.NumberAt("status")!);
                }

                if (answer.NumberAt("status") is not (429 or 502 or 503 or 504))
                {
                    failures[place] = new IngestFailure(items[place].Id, ReasonOf(answer));
                }
                else if (attempt < patience.Attempts)
                {
                    busy.Add(place);
                }
                else
                {
                    throw new OpenSearchException(
                        $"The cluster is too busy for some documents, such as {ForeignText.Sentence(items[place].Id)} ({ReasonOf(answer)}). What was taken is kept: the same command goes on.", HttpStatusCode.TooManyRequests);
                }
            }

            left = [.. busy];
            if (left.Length > 0)
            {
                await Task.Delay(PauseBefore(attempt), stop);
            }
        }

        return [.. failures.OfType<IngestFailure>()];
    }

    /// <summary>What the cluster says of each document: of <c>{"index": {…}}</c> what is within.</summary>
    private async Task<JsonElement[]> AnswersAsync(IngestItem[] sent, CancellationToken stop)
    {
        JsonElement[] answers = (await cluster.SendAsync(ClusterRequest.Bulk(path, Joined(sent)), stop)).ItemsAt("items");
        return answers.Length == sent.Length
            ? [.. answers.Select(answer => answer.EnumerateObject().First().Value)]
            : throw new OpenSearchException($"The cluster answered for {answers.Length} documents of {sent.Length}. Something in between changes its answers.");
    }

    private static ReadOnlyMemory<byte> Joined(IngestItem[] items)
    {
        byte[] lines = new byte[items.Sum(item => item.Lines.Length)];
        int end = 0;
        foreach (IngestItem item in items)
        {
            item.Lines.CopyTo(lines.AsMemory(end));
            end += item.Lines.Length;
        }

        return lines;
    }

    private static string ReasonOf(JsonElement answer) =>
        ForeignText.Sentence(ClusterRefusal.ReasonOf(answer.At("error")!.Value) ?? "no reason given", ReasonLength);

    private TimeSpan PauseBefore(int attempt)
    {
        double seconds = Math.Min(patience.FirstWait.TotalSeconds * Math.Pow(2, attempt), patience.LongestWait.TotalSeconds);
#pragma warning disable CA5394 // Keeps several requests from coming at once; nobody has to be kept from guessing it.
        return TimeSpan.FromSeconds(seconds * (0.5 + Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }
}
