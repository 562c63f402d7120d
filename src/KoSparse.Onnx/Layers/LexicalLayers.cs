using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Lexical;
using KoSparse.Onnx.Graphs;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, each a text, S tokens, D width.

/// <summary>The weights of a text's own tokens, by the formula of <see cref="TermWeighting"/>, as a graph.</summary>
internal static class LexicalLayers
{
    /// <summary>Adds what the hidden states say of each token's importance, a logit, B × S.</summary>
    public static string AddImportance(LayerBuilder build, EncoderConfig config, string hidden) =>
        build.Graph.Node("Squeeze", build.Linear(hidden, "lexical_prior.importance", config.HiddenSize, 1), build.Graph.Constant(-1));

    /// <summary>Adds the share of each occurrence; those of a token sum up to its weight, B × S.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="weighting">What was learned.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="importance">Of <see cref="AddImportance"/>.</param>
    public static string AddShares(GraphBuilder graph, TermWeighting weighting, CountedTokens tokens, string importance)
    {
        string once = Mul(graph, tokens.Counted, Plus(graph, Times(graph, tokens.Title, weighting.TitleWeight - 1), 1));
        string length = Sum(graph, once);
        string titleTokens = graph.Node("Max", Sum(graph, tokens.Title), graph.Scalar(1));
        string norm = Times(graph, Plus(graph, Times(graph, length, weighting.B / weighting.AverageLength), 1 - weighting.B), weighting.K1);
        string share = graph.Node("Div", Times(graph, once, weighting.K1 + 1), Add(graph, tokens.SumOverSame(once), norm));
        string ofOccurrence = Add(graph, importance, OccurrenceFeatures(graph, weighting, tokens, titleTokens));
        string learned = Mul(graph, Times(graph, graph.Node("Sigmoid", ofOccurrence), 2), TextFactor(graph, weighting, tokens, length, titleTokens));
        return Mul(graph, share, Plus(graph, Times(graph, learned, weighting.LearnedShare), 1 - weighting.LearnedShare));
    }

    /// <summary>o · x: in the title, 1 / its tokens there, log(1 + place).</summary>
    private static string OccurrenceFeatures(GraphBuilder graph, TermWeighting weighting, CountedTokens tokens, string titleTokens)
    {
        string inTitle = Plus(graph, graph.Node("Div", graph.Scalar(weighting.Occurrence[1]), titleTokens), weighting.Occurrence[0]);
        string places = graph.Node("Range", graph.Whole(0), graph.Node("Squeeze", graph.Node("Shape", [Attributes.Of("start", 1)], tokens.Ids), graph.Constant(0)), graph.Whole(1));
        return Add(graph, Mul(graph, tokens.Title, inTitle), Times(graph, LogOnePlus(graph, graph.Floats(places)), weighting.Occurrence[2]));
    }

    /// <summary>e^(t · y), B × 1: log(1 + tokens), has a title, log(its tokens), share of them that the rest repeats.</summary>
    private static string TextFactor(GraphBuilder graph, TermWeighting weighting, CountedTokens tokens, string length, string titleTokens)
    {
        string outside = tokens.SumOverSame(graph.Node("Sub", tokens.Counted, tokens.Title));
        string hasTitle = AsNumber(graph, Sum(graph, tokens.Title));
        string repeated = graph.Node("Div", Sum(graph, Mul(graph, tokens.Title, AsNumber(graph, outside))), titleTokens);
        string[] parts =
        [
            Times(graph, LogOnePlus(graph, length), weighting.Text[0]), Times(graph, hasTitle, weighting.Text[1]),
            Times(graph, graph.Node("Log", titleTokens), weighting.Text[2]), Times(graph, repeated, weighting.Text[3]),
        ];
        return graph.Node("Exp", Plus(graph, parts.Aggregate((sum, part) => Add(graph, sum, part)), weighting.TextBias));
    }

    private static string Sum(GraphBuilder graph, string x) => graph.Node("ReduceSum", x, graph.Constant(1));

    /// <summary>1 where a number is positive, else 0.</summary>
    private static string AsNumber(GraphBuilder graph, string x) => graph.Floats(graph.Node("Greater", x, graph.Scalar(0)));

    private static string LogOnePlus(GraphBuilder graph, string x) => graph.Node("Log", Plus(graph, x, 1));

    private static string Plus(GraphBuilder graph, string x, float y) => Add(graph, x, graph.Scalar(y));

    private static string Times(GraphBuilder graph, string x, float y) => Mul(graph, x, graph.Scalar(y));

    private static string Add(GraphBuilder graph, string x, string y) => graph.Node("Add", x, y);

    private static string Mul(GraphBuilder graph, string x, string y) => graph.Node("Mul", x, y);
}
