namespace KoSparse.Cli;

/// <summary>What is said where torch cannot be loaded.</summary>
internal static class TorchText
{
    /// <summary>Said by the tool, which comes without libtorch.</summary>
    public const string Missing = "This kosparse comes without libtorch, which has half a gigabyte: it encodes, indexes, searches, measures, exports and serves by ONNX Runtime. "
        + "To train, or for --network torch, call ./kosparse in a checkout of the repository.";

    /// <summary>The reason why torch did not load.</summary>
    /// <returns>Null for every other fault.</returns>
    public static string? Of(Exception fault) => fault switch
    {
        TypeInitializationException { InnerException: NotSupportedException } of when IsOfTorch(of) => Missing, // TorchSharp found no libtorch
        DllNotFoundException missing when missing.Message.Contains("LibTorchSharp", StringComparison.Ordinal) => Missing, // what was called first asked for no device
        TypeInitializationException { InnerException: { } why } of when IsOfTorch(of) => $"Torch cannot be loaded: {why.Message}",
        _ => null,
    };

    private static bool IsOfTorch(TypeInitializationException fault) => fault.TypeName.StartsWith("TorchSharp.", StringComparison.Ordinal);
}
