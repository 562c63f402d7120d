using KoSparse.Encoding.Configuration;
using KoSparse.Onnx.Graphs;
using KoSparse.Onnx.Weights;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, E width of the embeddings, C entries of a stretch of the vocabulary, K those of them that may matter, V vocabulary.

/// <summary>The largest logit of each vocabulary entry over the tokens of a window.</summary>
/// <remarks>
/// Nearly all logits of a text are below zero, and weigh nothing. So all are computed in whole numbers first, at a fraction of the cost. How far off those can be
/// is known; where a logit is below zero in any case it stays so, and the few others are computed again in full.
/// </remarks>
/// <param name="build">Adds to the graph.</param>
/// <param name="config">The encoder.</param>
/// <param name="states">The head's states, B × S × E; at padding they repeat those of a real token.</param>
/// <param name="biasV">Added to the logits.</param>
internal sealed class WordMaxima(LayerBuilder build, EncoderConfig config, string states, float[] biasV)
{
    /// <summary>Vocabulary entries whose logits are in memory together: of 4,096 tokens they take 8 MB, which caches hold; 2,048 entries took 5 to 15 % longer.</summary>
    private const int BlockSize = 512;

    private readonly GraphBuilder _graph = build.Graph;
    private readonly RoundedInput _rounded = build.Rounded(states);

    /// <summary>Adds them, B × V: what whole numbers give where the graph has weights of 8 bits; otherwise exact where they are above zero, and below zero elsewhere.</summary>
    public string Add()
    {
        string? longest = build.IsRounded ? null : Largest(_graph.Node("ReduceL2", states, _graph.Constant(-1)));
        List<string> blocks = [];
        for (int start = 0; start < config.VocabularySize; start += BlockSize)
        {
            int size = Math.Min(BlockSize, config.VocabularySize - start);
            float[] wordsEC = build.WordsEC(config, start, size);
            RoundedMatrix words = RoundedMatrix.Of(wordsEC, size);
            string biasC = _graph.Constant(biasV.AsSpan(start, size), size);
            string roughBC = _graph.Node("Add", Rough(words), biasC);
            blocks.Add(longest is null ? roughBC : Exact(start, size, biasC, Candidates(roughBC, words.Doubt(wordsEC), longest)));
        }

        return _graph.Node("Concat", [Attributes.Of("axis", -1)], [.. blocks]);
    }

    /// <summary>The largest products in whole numbers, B × C: steps are positive, so that the largest whole number is of the largest product.</summary>
    private string Rough(RoundedMatrix words)
    {
        int size = words.ScalesO.Length;
        string wholeBSC = _graph.Node("MatMulInteger", _rounded.Values, _graph.Bytes(words.ValuesIO, config.EmbeddingWidth, size), _rounded.Zero);
        return _graph.Node("Mul", _graph.Floats(Largest(wholeBSC, 1)), _graph.Node("Mul", _rounded.Step, _graph.Constant(words.ScalesO, size)));
    }

    /// <summary>Entries whose logits may be above zero in one of the windows, K.</summary>
    private string Candidates(string roughBC, ProductDoubt doubt, string longest)
    {
        string ofStep = _graph.Node("Mul", _rounded.Step, _graph.Constant(doubt.OfStepO, doubt.OfStepO.Length));
        string ofLength = _graph.Node("Mul", longest, _graph.Constant(doubt.OfLengthO, doubt.OfLengthO.Length));
        string atMostC = _graph.Node("Add", Largest(roughBC, 0), _graph.Node("Add", ofStep, ofLength));
        return _graph.Node("Squeeze", _graph.Node("NonZero", _graph.Node("Greater", atMostC, _graph.Scalar(0))), _graph.Constant(0));
    }

    /// <summary>The logits of some entries in full, those of the others −1; B × C.</summary>
    private string Exact(int start, int size, string biasC, string candidatesK)
    {
        string logitsBSK = build.WordProduct(states, config, _graph.Node("Add", candidatesK, _graph.Whole(start)));
        string logitsBK = _graph.Node("Add", Largest(logitsBSK, 1), _graph.Node("Gather", biasC, candidatesK));
        string rows = _graph.Node("Shape", [Attributes.Of("end", 1)], states);
        string shapeBC = _graph.Node("Concat", [Attributes.Of("axis", 0)], rows, _graph.Constant(size));
        string below = _graph.Node("Expand", _graph.Scalar(-1), shapeBC);
        string places = _graph.Node("Expand", candidatesK, _graph.Node("Shape", logitsBK));
        return _graph.Node("ScatterElements", [Attributes.Of("axis", 1)], below, places, logitsBK);
    }

    private string Largest(string x, params long[] axes) =>
        _graph.Node("ReduceMax", [Attributes.Of("keepdims", 0)], axes.Length == 0 ? [x] : [x, _graph.Constant(axes)]);
}
