using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Weights;
using KoSparse.Onnx.Graphs;
using KoSparse.Onnx.Weights;

namespace KoSparse.Onnx.Layers;

// Shapes: B windows, S tokens, D width, E width of the embeddings, I and O width of an input and an output, C stretch of the vocabulary, V all of it, H heads, K width of a head.

/// <summary>The layers that encoders, head and gate are made of, added to a graph with their weights.</summary>
/// <param name="graph">The graph.</param>
/// <param name="weights">The model's tensors.</param>
/// <param name="precision">How the weights of products and embeddings are kept.</param>
internal sealed class LayerBuilder(GraphBuilder graph, NetworkWeights weights, WeightPrecision precision)
{
    private readonly Dictionary<string, RoundedInput> _rounded = [];
    private float[]? _readWords;
    private string? _words;
    private bool _wordsAreHalves;

    /// <summary>The graph that the layers are added to.</summary>
    public GraphBuilder Graph { get; } = graph;

    /// <summary>Whether products are computed in whole numbers.</summary>
    public bool IsRounded => precision == WeightPrecision.Int8;

    /// <summary>The model's tensors.</summary>
    public NetworkWeights Weights { get; } = weights;

    /// <summary>The token embeddings of some ids, … × E.</summary>
    public string Embedded(EncoderConfig config, string ids)
    {
        string rows = Graph.Node("Gather", Words(config), ids);
        return Widened(rows);
    }

    /// <summary>A matrix product and a bias, … × I to … × O.</summary>
    /// <param name="x">The input.</param>
    /// <param name="name">Of the layer.</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="scale">Multiplies the result.</param>
    public string Linear(string x, string name, int inputs, int outputs, bool hasBias = true, float scale = 1)
    {
        float[] weightOI = Weights.Read($"{name}.weight", outputs, inputs);
        string product = Product(x, Scaled(Transposed(weightOI, outputs), scale), inputs, outputs);
        return hasBias
            ? Graph.Node("Add", product, Graph.Constant(Scaled(Weights.Read($"{name}.bias", outputs), scale), outputs))
            : product;
    }

    /// <summary>The product with all token embeddings, … × E to … × V.</summary>
    /// <param name="states">The input.</param>
    /// <param name="config">The encoder.</param>
    public string WordProduct(string states, EncoderConfig config) => IsRounded
        ? RoundedProduct(states, RoundedMatrix.Of(WordsEC(config, 0, config.VocabularySize), config.VocabularySize), config.EmbeddingWidth)
        : TransposedProduct(states, Words(config)); // turned when a session is opened, so that a file holds the embeddings once

    /// <summary>The product with some token embeddings, … × E to … × K.</summary>
    /// <param name="states">The input.</param>
    /// <param name="config">The encoder.</param>
    /// <param name="idsK">Whose.</param>
    public string WordProduct(string states, EncoderConfig config, string idsK) => TransposedProduct(states, Graph.Node("Gather", Words(config), idsK));

    /// <summary>The token embeddings of a stretch of the vocabulary, turned.</summary>
    /// <param name="config">The encoder.</param>
    /// <param name="start">First entry.</param>
    /// <param name="size">C.</param>
    public float[] WordsEC(EncoderConfig config, int start, int size) =>
        Transposed(ReadWords(config).AsSpan(start * config.EmbeddingWidth, size * config.EmbeddingWidth), size);

    /// <summary>An input in whole numbers, made once however many products it has.</summary>
    public RoundedInput Rounded(string x)
    {
        if (!_rounded.TryGetValue(x, out RoundedInput? rounded))
        {
            string[] parts = Graph.Nodes("DynamicQuantizeLinear", 3, [], x);
            _rounded[x] = rounded = new RoundedInput(parts[0], parts[1], parts[2]);
        }

        return rounded;
    }

    /// <summary>Layer normalisation over the last axis.</summary>
    public string Norm(string x, string name, int width, double epsilon, bool hasBias = true)
    {
        string[] bias = hasBias ? [Graph.Constant(Weights.Read($"{name}.bias", width), width)] : [];
        return Graph.Node(
            "LayerNormalization",
            [Attributes.Of("axis", -1), Attributes.Of("epsilon", (float)epsilon)],
            [x, Graph.Constant(Weights.Read($"{name}.weight", width), width), .. bias]);
    }

    /// <summary>x · Φ(x), by the error function: the operator set has no GELU before version 20.</summary>
    public string Gelu(string x)
    {
        string error = Graph.Node("Erf", Graph.Node("Div", x, Graph.Scalar(MathF.Sqrt(2))));
        return Graph.Node("Mul", Graph.Node("Mul", x, Graph.Node("Add", error, Graph.Scalar(1))), Graph.Scalar(0.5f));
    }

    /// <summary>Zero at real tokens and far below every score at padding; B × 1 × 1 × S.</summary>
    /// <param name="mask">True where a token is real, B × S.</param>
    public string PaddingBias(string mask) => Bias(Graph.Node("Unsqueeze", mask, Graph.Constant(1, 2)));

    /// <summary>Zero where a mask is true and far below every score elsewhere.</summary>
    public string Bias(string mask) => Graph.Node("Where", mask, Graph.Scalar(0), Graph.Scalar(float.MinValue));

    /// <summary>B × S × D to B × H × S × K.</summary>
    public string SplitHeads(string x, int heads) => Transpose(Graph.Node("Reshape", x, Graph.Constant(0, 0, heads, -1)), 0, 2, 1, 3);

    /// <summary>Scaled dot product attention, B × H × S × K; the queries are scaled already.</summary>
    /// <param name="queries">Queries.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="values">Values.</param>
    /// <param name="bias">Added to the scores.</param>
    public string Attend(string queries, string keys, string values, string bias)
    {
        string scores = Graph.Node("Add", Graph.Node("MatMul", queries, Transpose(keys, 0, 1, 3, 2)), bias);
        return Graph.Node("MatMul", Graph.Node("Softmax", [Attributes.Of("axis", -1)], scores), values);
    }

    /// <summary>B × H × S × K to B × S × D.</summary>
    public string JoinHeads(string x) => Graph.Node("Reshape", Transpose(x, 0, 2, 1, 3), Graph.Constant(0, 0, -1));

    /// <summary>The axes in another order.</summary>
    public string Transpose(string x, params long[] axes) => Graph.Node("Transpose", [Attributes.Of("perm", axes)], x);

    /// <summary>What attention multiplies its scores by.</summary>
    public static float AttentionScale(int width, int heads) => 1 / MathF.Sqrt((float)width / heads);

    /// <summary>A matrix with rows and columns exchanged.</summary>
    public static float[] Transposed(ReadOnlySpan<float> matrix, int rows)
    {
        int columns = matrix.Length / rows;
        float[] turned = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return turned;
    }

    /// <summary>The token embeddings, V × E, in 16 bits where that is all that the folder has of them.</summary>
    private string Words(EncoderConfig config)
    {
        if (_words is null)
        {
            (long rows, long width) = (config.VocabularySize, config.EmbeddingWidth);
            Half[]? halves = Weights.ReadHalves(TensorNames.Words(config.Family), rows, width);
            _wordsAreHalves = halves is not null || precision == WeightPrecision.Fp16;
            _words = halves is not null ? Graph.Constant(halves, rows, width)
                : _wordsAreHalves ? Graph.Halves(ReadWords(config), rows, width)
                : Graph.Constant(ReadWords(config), rows, width);
        }

        return _words;
    }

    /// <summary>Some of the token embeddings in 32 bits.</summary>
    private string Widened(string words) => _wordsAreHalves ? Graph.Floats(words) : words;

    private float[] ReadWords(EncoderConfig config) =>
        _readWords ??= Weights.Read(TensorNames.Words(config.Family), config.VocabularySize, config.EmbeddingWidth);

    private string Product(string x, float[] weightIO, int inputs, int outputs) => precision switch
    {
        WeightPrecision.Fp16 => Graph.Node("MatMul", x, Graph.Floats(Graph.Halves(weightIO, inputs, outputs))),
        WeightPrecision.Int8 when outputs > 1 => RoundedProduct(x, RoundedMatrix.Of(weightIO, outputs), inputs), // of a single one nothing is gained
        _ => Graph.Node("MatMul", x, Graph.Constant(weightIO, inputs, outputs)),
    };

    private string TransposedProduct(string x, string wordsKE)
    {
        string wordsEK = Widened(Transpose(wordsKE, 1, 0));
        return Graph.Node("MatMul", x, wordsEK);
    }

    /// <summary>A product in whole numbers. ONNX Runtime makes one operation of these nodes, in this order.</summary>
    private string RoundedProduct(string x, RoundedMatrix weights, int inputs)
    {
        RoundedInput rounded = Rounded(x);
        string whole = Graph.Node("MatMulInteger", rounded.Values, Graph.Bytes(weights.ValuesIO, inputs, weights.ScalesO.Length), rounded.Zero);
        return Graph.Node("Mul", Graph.Floats(whole), Graph.Node("Mul", rounded.Step, Graph.Constant(weights.ScalesO, weights.ScalesO.Length)));
    }

    private static float[] Scaled(float[] values, float scale) => scale == 1 ? values : Array.ConvertAll(values, value => value * scale);
}
