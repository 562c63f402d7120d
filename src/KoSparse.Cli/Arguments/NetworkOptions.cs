using System.CommandLine;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Networks;
using KoSparse.Modeling.Networks;
using KoSparse.Onnx;
using KoSparse.Onnx.Weights;

namespace KoSparse.Cli.Arguments;

/// <summary>Options that say which library runs a model's network.</summary>
internal static class NetworkOptions
{
    /// <summary>The library.</summary>
    public static Option<NetworkKind> Kind() => new("--network") { Description = "Which library runs the network." };

    /// <summary>The threads.</summary>
    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Threads of one matrix product; 0 takes all processors." };
        Options.Require(threads, value => value >= 0, "--threads: must not be negative.");
        return threads;
    }

    /// <summary>How ONNX Runtime keeps weights.</summary>
    public static Option<WeightPrecision> Precision() => new("--precision") { Description = "How ONNX Runtime keeps the weights: fp32, fp16 (half the size) or int8 (the fastest, and a little less exact)." };

    /// <summary>Opens a network as the options say.</summary>
    public static Func<string, SparseModelConfig, INetwork> Open(NetworkKind kind, WeightPrecision precision, int threads) => kind switch
    {
        NetworkKind.Torch => (folder, config) => TorchNetwork.Open(folder, config, threads),
        _ => (folder, config) => OnnxNetwork.Open(folder, config, precision, threads),
    };
}
