using System.Diagnostics;
using KoSparse.Tests;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>A real OpenSearch node: that of <c>KOSPARSE_OPENSEARCH_URL</c>, else one of our own from <c>../shared/peers/opensearch</c>, which ends with the tests.</summary>
internal sealed class RealNode : IDisposable
{
    private const string Archive = "peers/opensearch/opensearch-ml.tar.xz";

    private readonly Process? _process;
    private readonly string? _data;

    private RealNode(Uri address, Process? process, string? data) => (Address, _process, _data) = (address, process, data);

    /// <summary>Why tests on a node are skipped; null where there is one.</summary>
    public static string? Missing { get; } = Given is not null ? null
        : SharedData.Missing([Archive]) is { } absent ? $"{absent} Or set KOSPARSE_OPENSEARCH_URL to the address of an OpenSearch."
        : HasJava() ? null : "A node needs Java 17 or later; there is no java in PATH. Or set KOSPARSE_OPENSEARCH_URL.";

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    private static string? Given => Environment.GetEnvironmentVariable("KOSPARSE_OPENSEARCH_URL") is { Length: > 0 } url ? url : null;

    /// <summary>Starts a node, or takes the one that is given.</summary>
    /// <param name="data">Its data; a folder that goes with it when null. One of before is taken up.</param>
    /// <param name="port">Its port; 0 takes a free one.</param>
    /// <param name="without">A plugin that it is not to have; only with <paramref name="data"/>.</param>
    public static RealNode Start(string? data = null, int port = 0, string? without = null)
    {
        if (Given is { } url && data is null)
        {
            return new(new Uri(url), null, null);
        }

        string folder = data ?? Directory.CreateTempSubdirectory("kosparse-node-").FullName;
        ProcessStartInfo start = new("/bin/sh", [Path.Combine(without is null ? Unpacked() : Without(without, data!), "start.sh"), $"{port}", folder])
        {
            RedirectStandardInput = true, // the node ends when it closes: also when the tests are killed
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["FOREGROUND"] = "1", ["WATCH_STDIN"] = "1", ["HEAP"] = "384m" },
        };
        Process process = Process.Start(start)!;
        List<string> log = [];
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Split(' ') is ["READY", { } address, ..])
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new(new Uri(address), process, data is null ? folder : null);
            }
        }

        lock (log)
        {
            throw new InvalidOperationException($"The node did not start:\n{string.Join('\n', log.TakeLast(20))}");
        }
    }

    /// <summary>A connection to it.</summary>
    public Cluster Connect(ClusterPatience? patience = null) => new(new ClusterEndpoint(Address), patience);

    /// <summary>Ends it without a word, as a machine does that loses its power.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        if (_data is not null)
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    /// <summary>The node's folder, unpacked once for each archive.</summary>
    private static string Unpacked()
    {
        FileInfo archive = new(SharedData.Get(Archive));
        string folder = Path.Combine(SharedData.Root, "artifacts", "opensearch", FormattableString.Invariant($"{archive.Length}-{archive.LastWriteTimeUtc.Ticks}"));
        if (!Directory.Exists(folder))
        {
            string partial = $"{folder}.{Environment.ProcessId}";
            Directory.CreateDirectory(partial);
            using Process tar = Process.Start("tar", ["xJf", archive.FullName, "-C", partial]);
            tar.WaitForExit();
            Assert.Equal(0, tar.ExitCode);
            Directory.Move(partial, folder);
        }

        return Path.Combine(folder, "opensearch");
    }

    /// <summary>A node's folder that lacks a plugin, beside its data: links, and no copies.</summary>
    private static string Without(string plugin, string data)
    {
        string whole = Unpacked();
        string folder = Directory.CreateDirectory($"{data}-node").FullName;
        foreach (FileSystemInfo part in new DirectoryInfo(whole).EnumerateFileSystemInfos().Where(part => part.Name is not ("plugins" or "start.sh")))
        {
            File.CreateSymbolicLink(Path.Combine(folder, part.Name), part.FullName);
        }

        File.Copy(Path.Combine(whole, "start.sh"), Path.Combine(folder, "start.sh")); // asks where it is itself
        DirectoryInfo plugins = Directory.CreateDirectory(Path.Combine(folder, "plugins"));
        foreach (DirectoryInfo part in new DirectoryInfo(Path.Combine(whole, "plugins")).EnumerateDirectories().Where(part => part.Name != plugin))
        {
            Directory.CreateSymbolicLink(Path.Combine(plugins.FullName, part.Name), part.FullName);
        }

        return folder;
    }

    private static bool HasJava()
    {
        string? home = Environment.GetEnvironmentVariable("JAVA_HOME");
        IEnumerable<string> folders = home is { Length: > 0 } ? [Path.Combine(home, "bin")] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, "java")));
    }
}
