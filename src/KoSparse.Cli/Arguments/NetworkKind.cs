namespace KoSparse.Cli.Arguments;

/// <summary>A library that runs a model's network.</summary>
internal enum NetworkKind
{
    /// <summary>ONNX Runtime.</summary>
    Onnx,

    /// <summary>libtorch.</summary>
    Torch,
}
