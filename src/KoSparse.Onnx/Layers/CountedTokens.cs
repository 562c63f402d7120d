using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, each a text, S tokens, V vocabulary.

/// <summary>The tokens of texts that may stand in a vector, in a graph.</summary>
internal sealed class CountedTokens
{
    private readonly GraphBuilder _graph;
    private readonly string _sameBSS;

    private CountedTokens(GraphBuilder graph, string ids, string counted, string title)
    {
        (_graph, Ids, Counted, Title) = (graph, ids, counted, title);
        _sameBSS = graph.Floats(graph.Node(
            "Equal", graph.Node("Unsqueeze", ids, graph.Constant(2)), graph.Node("Unsqueeze", ids, graph.Constant(1))));
    }

    /// <summary>Token ids, B × S.</summary>
    public string Ids { get; }

    /// <summary>1 where a token is real, carries a word and counts, else 0; B × S.</summary>
    public string Counted { get; }

    /// <summary>1 where a counted token stands in the title, else 0; B × S.</summary>
    public string Title { get; }

    /// <summary>Adds them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ids">Token ids, B × S.</param>
    /// <param name="mask">True where a token is real, B × S.</param>
    /// <param name="wordsV">1 where an entry of the vocabulary may stand in a vector, else 0.</param>
    /// <param name="counted">0 where a token was counted before, 1 × 1 or B × S, integers.</param>
    /// <param name="title">1 where a token stands in the title, 1 × 1 or B × S, integers.</param>
    public static CountedTokens Add(GraphBuilder graph, string ids, string mask, string wordsV, string counted, string title)
    {
        string words = graph.Node("Mul", graph.Node("Gather", wordsV, ids), graph.Floats(mask));
        string counts = graph.Node("Mul", words, graph.Floats(counted));
        return new CountedTokens(graph, ids, counts, graph.Node("Mul", counts, graph.Floats(title)));
    }

    /// <summary>At each token the sum of some numbers over all places with the same token, B × S.</summary>
    public string SumOverSame(string x) => Product(_sameBSS, x);

    /// <summary>1 at the first place of each counted token, else 0; B × S.</summary>
    public string First()
    {
        string earlierBSS = _graph.Node("Trilu", [Attributes.Of("upper", 0)], _sameBSS, _graph.Whole(-1));
        string isFirst = _graph.Floats(_graph.Node("Equal", Product(earlierBSS, Counted), _graph.Scalar(0)));
        return _graph.Node("Mul", isFirst, Counted);
    }

    private string Product(string matrixBSS, string x) => _graph.Node(
        "Squeeze", _graph.Node("MatMul", matrixBSS, _graph.Node("Unsqueeze", x, _graph.Constant(-1))), _graph.Constant(-1));
}
