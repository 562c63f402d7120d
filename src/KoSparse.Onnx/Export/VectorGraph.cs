using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Onnx.Graphs;
using KoSparse.Onnx.Layers;
using KoSparse.Onnx.Weights;
using DataType = Onnx.TensorProto.Types.DataType;

namespace KoSparse.Onnx.Export;

// Shapes: B windows, each a text, S tokens, D width, V vocabulary, K terms.

/// <summary>A model as one graph: token ids in, vectors out.</summary>
internal sealed class VectorGraph
{
    private readonly GraphBuilder _graph = new("kosparse");
    private readonly LayerBuilder _build;
    private readonly NetworkWeights _weights;
    private readonly SparseModelConfig _config;
    private readonly ModelParts _parts;
    private readonly InputNames _names;
    private readonly string _ids;
    private readonly string _mask;
    private readonly string _hidden;

    private VectorGraph(NetworkWeights weights, ModelParts parts, OnnxExportOptions options)
    {
        (_weights, _config, _parts, _names) = (weights, parts.Config, parts, options.Inputs);
        _build = new(_graph, weights, options.Precision);
        string ids = _graph.Input(ExportedNames.Ids(options.Inputs), DataType.Int64, NetworkGraphs.Rows, NetworkGraphs.Places);
        string mask = _graph.Input(ExportedNames.Mask(options.Inputs), DataType.Int64, NetworkGraphs.Rows, NetworkGraphs.Places);
        bool cuts = options.Outputs != ExportedOutputs.Logits; // which are as many as the reader's tokens
        (_ids, _mask) = (cuts ? Cut(ids) : ids, _graph.Cast(cuts ? Cut(mask) : mask, DataType.Bool));
        _hidden = EncoderLayers.Add(_build, _config.Encoder, _ids, _mask);
    }

    /// <summary>Whether a model's head stands in its vectors.</summary>
    public static bool Expands(ModelParts parts) => parts.Config.Expansion && (parts.Encode.ExpansionShare > 0 || parts.Config.LexicalPrior is null);

    /// <summary>Makes the graph.</summary>
    /// <param name="weights">The model's tensors.</param>
    /// <param name="parts">Everything else of it.</param>
    /// <param name="options">What kind of graph.</param>
    public static GraphBuilder Build(NetworkWeights weights, ModelParts parts, OnnxExportOptions options)
    {
        VectorGraph graph = new(weights, parts, options);
        switch (options.Outputs)
        {
            case ExportedOutputs.Logits:
                graph.AddLogits();
                break;
            case ExportedOutputs.Terms:
                graph.AddTerms();
                break;
            default:
                graph._graph.Output(
                    ExportedNames.Pooled, Expands(parts) ? graph.Dense() : graph.Scattered(graph.Zeros()),
                    NetworkGraphs.Rows, NetworkGraphs.Axis(parts.Config.Encoder.VocabularySize));
                break;
        }

        ExportedFacts.Write(graph._graph, parts, options);
        return graph._graph;
    }

    /// <summary>The first tokens alone, where there are more than the encoder has positions for.</summary>
    private string Cut(string x) => _graph.Node("Slice", x, _graph.Constant(0), _graph.Constant(_config.Encoder.MaxLength), _graph.Constant(1));

    private void AddLogits()
    {
        IEnumerable<int> silenced = _parts.Tokenizer.Wordless.Concat(Enumerable.Range(0, _config.Encoder.VocabularySize).Skip(_parts.Tokenizer.Vocabulary.Count));
        string logits = HeadLayers.AddLogits(_build, _config.Encoder, _hidden, silenced);
        string passed = _config.ContextGate is null ? logits
            : _graph.Node("Mul", logits, _graph.Node("Unsqueeze", GateLayers.Add(_build, _config, _hidden, _mask), _graph.Constant(1)));
        _graph.Output(ExportedNames.Logits, passed, NetworkGraphs.Rows, NetworkGraphs.Places, NetworkGraphs.Axis(_config.Encoder.VocabularySize));
    }

    private void AddTerms()
    {
        CountedTokens? tokens = Expands(_parts) ? null : Tokens(); // of which there are fewer than vocabulary entries
        string all = tokens is null ? Dense() : _graph.Node("Mul", tokens.SumOverSame(Shares(tokens)), tokens.First());
        string counts = _graph.Node("ReduceSum", [Attributes.Of("keepdims", 0)], _graph.Cast(_graph.Node("Greater", all, _graph.Scalar(0)), DataType.Int64), _graph.Constant(1));
        string most = _graph.Node("Reshape", _graph.Node("ReduceMax", [Attributes.Of("keepdims", 0)], counts), _graph.Constant(1));
        string[] found = _graph.Nodes("TopK", 2, [Attributes.Of("axis", 1)], all, _graph.Node("Max", most, _graph.Constant(1)));
        string ids = tokens is null ? found[1] : _graph.Node("GatherElements", [Attributes.Of("axis", 1)], _ids, found[1]);
        string isTerm = _graph.Node("Greater", found[0], _graph.Scalar(0));
        string padded = _graph.Node("Where", isTerm, ids, _graph.Whole(_parts.Tokenizer.SpecialTokens.Padding));
        _graph.Output(ExportedNames.TokenIds, DataType.Int64, padded, NetworkGraphs.Rows, ExportedNames.TermsAxis);
        _graph.Output(ExportedNames.Weights, found[0], NetworkGraphs.Rows, ExportedNames.TermsAxis);
    }

    /// <summary>The head's weights, and where there is a prior those of the text's own tokens; B × V.</summary>
    private string Dense()
    {
        string maxima = NetworkGraphs.AddMaxLogits(_build, _config, _hidden, _mask);
        string once = LogOnePlus(_graph.Node("Relu", maxima));
        string weights = _config.HeadActivation == Activation.Log1pRelu ? LogOnePlus(once) : once;
        string all = _graph.Node("Mul", weights, Words((float)_parts.Encode.ExpansionShare));
        string served = _parts.Encode.ExpansionTerms is { } terms ? Heaviest(all, terms) : all;
        return _config.LexicalPrior is null ? served : Scattered(served);
    }

    /// <summary>The heaviest weights of each row, the others 0; B × V.</summary>
    private string Heaviest(string weights, int count)
    {
        string[] found = _graph.Nodes("TopK", 2, [Attributes.Of("axis", 1)], weights, _graph.Constant(Math.Min(count, _config.Encoder.VocabularySize)));
        return _graph.Node("ScatterElements", [Attributes.Of("axis", 1)], Zeros(), found[1], found[0]);
    }

    private string LogOnePlus(string x) => _graph.Node("Log", _graph.Node("Add", x, _graph.Scalar(1)));

    /// <summary>Adds the weights of a text's own tokens to rows over the vocabulary.</summary>
    private string Scattered(string rows) =>
        _graph.Node("ScatterElements", [Attributes.Of("axis", 1), Attributes.Of("reduction", "add")], rows, _ids, Shares(Tokens()));

    private string Shares(CountedTokens tokens) => LexicalLayers.AddShares(
        _graph, LexicalWeights.Read(_weights, _config.LexicalPrior!), tokens, LexicalLayers.AddImportance(_build, _config.Encoder, _hidden));

    private CountedTokens Tokens() => CountedTokens.Add(
        _graph, _ids, _mask, Words(1), OptionalInput(ExportedNames.Counted, 1), OptionalInput(ExportedNames.Title, 0));

    /// <summary>ml-commons gives two inputs, and has no way to give more.</summary>
    private string OptionalInput(string name, long value) =>
        _names == InputNames.MlCommons ? _graph.Whole(value) : Cut(_graph.OptionalInput(name, value));

    /// <summary>A number for each entry of the vocabulary that may stand in a vector, 0 for the others; V.</summary>
    private string Words(float value)
    {
        float[] wordsV = new float[_config.Encoder.VocabularySize];
        wordsV.AsSpan(0, _parts.Tokenizer.Vocabulary.Count).Fill(value);
        foreach (int id in _parts.Tokenizer.Wordless)
        {
            wordsV[id] = 0;
        }

        return _graph.Constant(wordsV, wordsV.Length);
    }

    private string Zeros()
    {
        string texts = _graph.Node("Shape", [Attributes.Of("end", 1)], _ids);
        return _graph.Node("Expand", _graph.Scalar(0), _graph.Node("Concat", [Attributes.Of("axis", 0)], texts, _graph.Constant(_config.Encoder.VocabularySize)));
    }
}
