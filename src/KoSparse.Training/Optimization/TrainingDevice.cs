using static TorchSharp.torch;

namespace KoSparse.Training.Optimization;

/// <summary>Where a run computes.</summary>
internal static class TrainingDevice
{
    /// <summary>The device of a name.</summary>
    /// <exception cref="TrainingException">It is not there.</exception>
    public static Device Open(string name) =>
        name == "cpu" || cuda.is_available()
            ? device(name)
            : throw new TrainingException(
                $"training.device is '{name}', but no CUDA device is there. Set it to cpu, or name a CUDA build of libtorch.");
}
