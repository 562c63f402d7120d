using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.OpenSearch.Ingest;

/// <summary>How far an ingest is: a file that a run which was stopped, or killed, is gone on with, and one that names what failed.</summary>
public sealed class IngestState
{
    private readonly string? _path;
    private readonly string _origin;
    private long _failureBytes;

    private IngestState(string? path, string origin) => (_path, _origin) = (path, origin);

    /// <summary>Documents that were answered for, in the order of the input, without a gap.</summary>
    public long Done { get; private set; }

    /// <summary>Those of them that are not in the index.</summary>
    public long Failed { get; private set; }

    /// <summary>Documents that the index held before the first run.</summary>
    public long CountBefore { get; private set; }

    /// <summary>The index that documents go to.</summary>
    public string Target { get; private set; } = "";

    /// <summary>A line of JSON for each document that failed: <c>_id</c> and <c>reason</c>.</summary>
    public string? FailuresPath => _path is null ? null : _path[..^".json".Length] + ".failed.jsonl";

    /// <summary>A state that ends with the run.</summary>
    public static IngestState InMemory() => new(null, "");

    /// <summary>Takes up a state, or begins one.</summary>
    /// <param name="path">The file, <c>.json</c>.</param>
    /// <param name="origin">What acts on the documents: a state of another origin is not taken up.</param>
    /// <param name="target">The index, where the ingest begins.</param>
    /// <param name="countBefore">Documents that the index holds, where the ingest begins.</param>
    public static async Task<IngestState> OpenAsync(string path, string origin, Func<Task<string>> target, Func<string, Task<long>> countBefore)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(countBefore);
        IngestState state = new(path, origin);
        if (!state.TryRead())
        {
            state.Target = await target();
            state.CountBefore = await countBefore(state.Target);
            File.Delete(state.FailuresPath!);
            state.Write();
        }

        return state;
    }

    /// <summary>Documents were answered for, the next ones of the input.</summary>
    internal void Add(int documents, IReadOnlyList<IngestFailure> failures)
    {
        if (_path is not null && failures.Count > 0)
        {
            AppendFailures(failures);
        }

        Done += documents;
        Failed += failures.Count;
        Write();
    }

    /// <summary>All is done: the state is not needed any more; what failed stays named.</summary>
    public void Complete()
    {
        if (_path is not null)
        {
            File.Delete(_path);
        }
    }

    /// <summary>The first documents that failed.</summary>
    public IEnumerable<IngestFailure> Failures(int most) => FailuresPath is { } path && File.Exists(path)
        ? KoSparse.Data.JsonLines.Read(path, line => new IngestFailure(line.TextAt("_id") ?? "", line.TextAt("reason") ?? "")).Take(most)
        : [];

    private bool TryRead()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return false;
            }

            JsonSection file = new(JsonFile.Read(_path));
            if (file.Text("origin") != _origin)
            {
                return false;
            }

            (Done, Failed, CountBefore) = (file.LargeNumber("done"), file.LargeNumber("failed"), file.LargeNumber("count_before"));
            (Target, _failureBytes) = (file.Text("target"), file.LargeNumber("failure_bytes"));
            return true;
        }
        catch (JsonException)
        {
            return false; // of a run that could not even begin
        }
    }

    /// <summary>Writes after what the state knows: what a killed run wrote beyond is written over.</summary>
    private void AppendFailures(IReadOnlyList<IngestFailure> failures)
    {
        using FileStream file = new(FailuresPath!, FileMode.OpenOrCreate, FileAccess.Write);
        file.SetLength(_failureBytes);
        file.Position = _failureBytes;
        foreach (IngestFailure failure in failures)
        {
            JsonObject line = new() { ["_id"] = failure.Id, ["reason"] = failure.Reason };
            file.Write(System.Text.Encoding.UTF8.GetBytes(line.ToJsonString(Readable) + "\n"));
        }

        file.Flush(flushToDisk: true);
        _failureBytes = file.Position;
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = SnakeCaseJson.Options.Encoder };

    private void Write()
    {
        if (_path is not null)
        {
            WholeFile.Write(_path, new JsonObject
            {
                ["origin"] = _origin,
                ["target"] = Target,
                ["done"] = Done,
                ["failed"] = Failed,
                ["failure_bytes"] = _failureBytes,
                ["count_before"] = CountBefore,
            }.ToJsonString() + "\n");
        }
    }
}
