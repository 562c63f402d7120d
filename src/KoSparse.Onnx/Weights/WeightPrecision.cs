namespace KoSparse.Onnx.Weights;

/// <summary>How the numbers of weights are kept in a graph. What is computed on the way is in 32 bits everywhere.</summary>
public enum WeightPrecision
{
    /// <summary>32 bits: as torch computes.</summary>
    Fp32,

    /// <summary>16 bits, widened when they are used: half the size, eleven bits of each weight.</summary>
    Fp16,

    /// <summary>
    /// 8 bits in matrix products, a scale for each output, inputs rounded to 8 bits as they come; embeddings keep 32.
    /// Weights use 7 bits: sums of two products of 8 bits overflow on processors without VNNI.
    /// </summary>
#pragma warning disable CA1720 // What everybody calls it.
    Int8,
#pragma warning restore CA1720
}
