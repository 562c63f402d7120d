using KoSparse.Onnx.Weights;

namespace KoSparse.Onnx.Export;

/// <summary>What kind of file an export is.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>How its weights are kept.</summary>
    /// <value>The default is <see cref="WeightPrecision.Fp32"/>.</value>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Fp32;

    /// <summary>What it gives.</summary>
    /// <value>The default is <see cref="ExportedOutputs.Pooled"/>.</value>
    public ExportedOutputs Outputs { get; init; } = ExportedOutputs.Pooled;

    /// <summary>How its inputs are named.</summary>
    /// <value>The default is <see cref="InputNames.Plain"/>.</value>
    public InputNames Inputs { get; init; } = InputNames.Plain;
}
