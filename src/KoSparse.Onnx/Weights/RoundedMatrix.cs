namespace KoSparse.Onnx.Weights;

// Shapes: I inputs, O outputs.

/// <summary>A matrix in whole numbers of 7 bits: <c>w[i,o] ≈ values[i,o] · scales[o]</c>.</summary>
/// <param name="ValuesIO">From −63 to 63, row-major.</param>
/// <param name="ScalesO">What a step of each column is worth, positive.</param>
internal sealed record RoundedMatrix(sbyte[] ValuesIO, float[] ScalesO)
{
    /// <summary>
    /// Processors with AVX2 but without VNNI add two products of an unsigned and a signed byte in 16 bits: 2 · 255 · 63 fits there, 2 · 255 · 127 does not.
    /// </summary>
    private const int Largest = 63;

    /// <summary>Rounds a matrix; a column's largest value becomes 63 or −63.</summary>
    /// <param name="weightsIO">The matrix, row-major.</param>
    /// <param name="outputs">O.</param>
    public static RoundedMatrix Of(ReadOnlySpan<float> weightsIO, int outputs)
    {
        float[] scalesO = new float[outputs];
        for (int i = 0; i < weightsIO.Length; i++)
        {
            scalesO[i % outputs] = Math.Max(scalesO[i % outputs], Math.Abs(weightsIO[i]));
        }

        for (int o = 0; o < outputs; o++)
        {
            scalesO[o] = scalesO[o] > 0 ? scalesO[o] / Largest : 1;
        }

        sbyte[] valuesIO = new sbyte[weightsIO.Length];
        for (int i = 0; i < valuesIO.Length; i++)
        {
            valuesIO[i] = (sbyte)Math.Clamp(MathF.Round(weightsIO[i] / scalesO[i % outputs]), -Largest, Largest);
        }

        return new RoundedMatrix(valuesIO, scalesO);
    }
}
