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
        for (int start = 0; start < weightsIO.Length; start += outputs)
        {
            for (int o = 0; o < outputs; o++)
            {
                scalesO[o] = Math.Max(scalesO[o], Math.Abs(weightsIO[start + o]));
            }
        }

        for (int o = 0; o < outputs; o++)
        {
            scalesO[o] = scalesO[o] > 0 ? scalesO[o] / Largest : 1;
        }

        sbyte[] valuesIO = new sbyte[weightsIO.Length];
        for (int start = 0; start < weightsIO.Length; start += outputs)
        {
            for (int o = 0; o < outputs; o++)
            {
                valuesIO[start + o] = (sbyte)Math.Clamp(MathF.Round(weightsIO[start + o] / scalesO[o]), -Largest, Largest);
            }
        }

        return new RoundedMatrix(valuesIO, scalesO);
    }

    /// <summary>How far a product in whole numbers can be off.</summary>
    /// <param name="weightsIO">The matrix that was rounded.</param>
    /// <remarks>
    /// x·w − x̂·ŵ = (x − x̂)·ŵ + x·(w − ŵ). An element of the first difference is half a step at most; the second product is bounded by Cauchy and Schwarz.
    /// </remarks>
    public ProductDoubt Doubt(ReadOnlySpan<float> weightsIO)
    {
        int outputs = ScalesO.Length;
        float[] ofStepO = new float[outputs];
        float[] ofLengthO = new float[outputs];
        for (int start = 0; start < weightsIO.Length; start += outputs)
        {
            for (int o = 0; o < outputs; o++)
            {
                float rounded = ValuesIO[start + o] * ScalesO[o];
                float missed = weightsIO[start + o] - rounded;
                ofStepO[o] += Math.Abs(rounded) / 2;
                ofLengthO[o] += missed * missed;
            }
        }

        for (int o = 0; o < outputs; o++)
        {
            ofLengthO[o] = MathF.Sqrt(ofLengthO[o]);
        }

        return new ProductDoubt(ofStepO, ofLengthO);
    }
}
