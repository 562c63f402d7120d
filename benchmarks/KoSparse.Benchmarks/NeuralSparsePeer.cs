using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Benchmarks;

/// <summary>neural-sparse-cpp in a process of its own, with the same documents and questions; see <c>benchmarks/peers/neural-sparse-cpp</c>.</summary>
internal sealed class NeuralSparsePeer : IDisposable
{
    private readonly Process _process;

    private NeuralSparsePeer(Process process) => _process = process;

    /// <summary>Seconds that building its exact index took.</summary>
    public double InvertedSeconds { get; private set; }

    /// <summary>Seconds that building its approximate index took.</summary>
    public double SeismicSeconds { get; private set; }

    /// <summary>Builds the library from its sources, and its indices.</summary>
    /// <param name="source">Folder with the sources.</param>
    /// <param name="documents">Vectors as lines, as <see cref="VectorFile"/> reads them.</param>
    /// <param name="queries">As well.</param>
    /// <param name="hits">Hits of a question.</param>
    /// <param name="seismic">Its approximate index, as its index_factory reads it.</param>
    public static NeuralSparsePeer Start(string source, string documents, string queries, int hits, string seismic)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "neural-sparse-cpp", "run.sh");
        ProcessStartInfo start = new("bash", [script, source, documents, queries, $"{hits}", seismic])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        NeuralSparsePeer peer = new(Process.Start(start)!);
        peer.InvertedSeconds = peer.Read("inverted")[0];
        peer.SeismicSeconds = peer.Read("seismic")[0];
        peer._process.StandardInput.AutoFlush = true;
        return peer;
    }

    /// <summary>Asks all questions once.</summary>
    /// <param name="how">"inverted", or "seismic CUT HEAP_FACTOR".</param>
    public PassTimes Ask(string how)
    {
        _process.StandardInput.WriteLine(how);
        double[] said = Read("");
        return new PassTimes(said[0], said[1], said[2], said[4]);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double[] Read(string name)
    {
        string? line = _process.StandardOutput.ReadLine();
        return line is not null && line.StartsWith(name, StringComparison.Ordinal)
            ? [.. line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"The peer said '{line}' where figures were expected. What it printed above says why.");
    }
}
