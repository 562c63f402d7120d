using KoSparse.Encoding.Configuration;

namespace KoSparse.Onnx;

// Shapes: T texts, B windows, V vocabulary.

/// <summary>What texts make of the logits of their windows.</summary>
internal static class WindowMaxima
{
    /// <summary>What the largest logits over the windows of each text weigh, T × V.</summary>
    /// <param name="logitsBV">Largest logits of each window.</param>
    /// <param name="windows">Number of windows of each text.</param>
    /// <param name="vocabularySize">V.</param>
    /// <param name="activation">Makes weights of logits.</param>
    public static float[] Weights(ReadOnlySpan<float> logitsBV, IReadOnlyList<int> windows, int vocabularySize, Activation activation)
    {
        float[] weightsTV = new float[windows.Count * vocabularySize];
        for (int text = 0, row = 0; text < windows.Count; text++)
        {
            Span<float> weightsV = weightsTV.AsSpan(text * vocabularySize, vocabularySize);
            for (int window = 0; window < windows[text]; window++, row++)
            {
                RaiseTo(logitsBV.Slice(row * vocabularySize, vocabularySize), weightsV);
            }

            foreach (ref float weight in weightsV)
            {
                weight = activation.WeightOf(weight);
            }
        }

        return weightsTV;
    }

    /// <summary>The larger of two rows; beginning with zeros is the relu.</summary>
    private static void RaiseTo(ReadOnlySpan<float> logitsV, Span<float> largestV)
    {
        for (int i = 0; i < logitsV.Length; i++)
        {
            largestV[i] = Math.Max(largestV[i], logitsV[i]);
        }
    }
}
