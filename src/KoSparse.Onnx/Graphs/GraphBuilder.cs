using System.Runtime.InteropServices;
using Google.Protobuf;
using KoSparse.Encoding.Configuration;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace KoSparse.Onnx.Graphs;

/// <summary>An ONNX model in the making: nodes and constants are added one after the other, and known by the name that adding gives.</summary>
/// <param name="name">Of the graph.</param>
internal sealed class GraphBuilder(string name)
{
    /// <summary>Format 8 and operators 18: what ONNX Runtime 1.14 and later read.</summary>
    private const int FormatVersion = 8;
    private const int OperatorVersion = 18;

    /// <summary>Format buffers cannot be larger; what is not weights is small.</summary>
    private const long LargestModel = int.MaxValue - (1 << 24);

    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<float, string> _scalars = [];
    private readonly Dictionary<string, string> _facts = [];
    private long _bytes;

    /// <summary>Declares an input.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="type">Its elements.</param>
    /// <param name="axes">Its axes: a length, or the name of one that varies.</param>
    public string Input(string input, DataType type, params string[] axes)
    {
        _graph.Input.Add(Described(input, type, axes));
        return input;
    }

    /// <summary>Declares an input of integers that may be left out: every place has then the same value. Its axes have names of their own, for the default is 1 × 1.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="value">The default.</param>
    public string OptionalInput(string input, long value)
    {
        Input(input, DataType.Int64, $"{input}_batch", $"{input}_sequence");
        _graph.Initializer.Add(new TensorProto
        {
            Name = input,
            DataType = (int)DataType.Int64,
            Dims = { 1, 1 },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value))),
        });
        return input;
    }

    /// <summary>Declares a value of floats an output.</summary>
    /// <param name="output">The output's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="axes">As of <see cref="Input"/>.</param>
    public void Output(string output, string value, params string[] axes) => Output(output, DataType.Float, value, axes);

    /// <summary>Declares a value an output.</summary>
    /// <param name="output">The output's name.</param>
    /// <param name="type">Its elements.</param>
    /// <param name="value">The value.</param>
    /// <param name="axes">As of <see cref="Input"/>.</param>
    public void Output(string output, DataType type, string value, params string[] axes)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = output, Input = { value }, Output = { output } });
        _graph.Output.Add(Described(output, type, axes));
    }

    /// <summary>Writes a fact about the model beside the graph.</summary>
    public void Fact(string key, string value) => _facts[key] = value;

    /// <summary>Adds a constant of floats.</summary>
    public string Constant(ReadOnlySpan<float> values, params long[] shape) => Constant(MemoryMarshal.AsBytes(values), DataType.Float, shape);

    /// <summary>Adds a constant of floats that are kept in 16 bits.</summary>
    /// <exception cref="CheckpointException">One is beyond what 16 bits hold.</exception>
    public string Halves(ReadOnlySpan<float> values, params long[] shape)
    {
        Half[] halves = new Half[values.Length];
        for (int i = 0; i < halves.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (Half.IsInfinity(halves[i]) && float.IsFinite(values[i]))
            {
                throw new CheckpointException($"A weight is {values[i]}, beyond what 16 bits hold. Take --precision fp32.");
            }
        }

        return Constant(halves, shape);
    }

    /// <summary>Adds a constant of floats of 16 bits.</summary>
    public string Constant(ReadOnlySpan<Half> values, params long[] shape) => Constant(MemoryMarshal.AsBytes(values), DataType.Float16, shape);

    /// <summary>Adds a constant of bytes with a sign.</summary>
    public string Bytes(ReadOnlySpan<sbyte> values, params long[] shape) => Constant(MemoryMarshal.AsBytes(values), DataType.Int8, shape);

    /// <summary>Adds a vector of integers.</summary>
    public string Constant(params long[] values) => Constant(MemoryMarshal.AsBytes(values.AsSpan()), DataType.Int64, [values.Length]);

    /// <summary>Adds a number, each only once.</summary>
    public string Scalar(float value) => _scalars.TryGetValue(value, out string? known) ? known : _scalars[value] = Constant([value]);

    /// <summary>Adds an integer without axes.</summary>
    public string Whole(long value) => Constant(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), DataType.Int64, []);

    /// <summary>Adds an operation; gives its only output.</summary>
    /// <param name="operation">Its name in the specification.</param>
    /// <param name="inputs">Values that were added before.</param>
    public string Node(string operation, params string[] inputs) => Node(operation, [], inputs);

    /// <summary>Adds an operation with attributes; gives its only output.</summary>
    public string Node(string operation, IEnumerable<AttributeProto> attributes, params string[] inputs) => Nodes(operation, 1, attributes, inputs)[0];

    /// <summary>Adds an operation with several outputs.</summary>
    /// <param name="operation">Its name in the specification.</param>
    /// <param name="outputs">How many.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="inputs">Values that were added before.</param>
    public string[] Nodes(string operation, int outputs, IEnumerable<AttributeProto> attributes, params string[] inputs)
    {
        string first = $"{operation}_{_graph.Node.Count}";
        string[] names = [first, .. Enumerable.Range(1, outputs - 1).Select(i => $"{first}_{i}")];
        _graph.Node.Add(new NodeProto { OpType = operation, Name = first, Input = { inputs }, Output = { names }, Attribute = { attributes } });
        return names;
    }

    /// <summary>Turns values into floats.</summary>
    public string Floats(string x) => Cast(x, DataType.Float);

    /// <summary>Turns values into those of another type.</summary>
    public string Cast(string x, DataType type) => Node("Cast", [Attributes.Of("to", (long)type)], x);

    /// <summary>The model as a file holds it.</summary>
    public byte[] ToBytes() => Model().ToByteArray();

    /// <summary>Writes the model as a file holds it.</summary>
    public void Write(Stream stream) => Model().WriteTo(stream);

    private ModelProto Model()
    {
        ModelProto model = new() { IrVersion = FormatVersion, ProducerName = "KoSparse", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorVersion });
        model.MetadataProps.AddRange(_facts.Select(fact => new StringStringEntryProto { Key = fact.Key, Value = fact.Value }));
        return model;
    }

    private string Constant(ReadOnlySpan<byte> values, DataType type, long[] shape)
    {
        _bytes += values.Length;
        if (_bytes > LargestModel)
        {
            throw new CheckpointException("The weights take more than 2 GiB, which one ONNX graph cannot hold. Take --precision fp16, or run this model by torch.");
        }

        string constant = $"constant_{_graph.Initializer.Count}";
        _graph.Initializer.Add(
            new TensorProto { Name = constant, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(values) });
        return constant;
    }

    private static ValueInfoProto Described(string value, DataType type, string[] axes)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(axes.Select(axis => long.TryParse(axis, out long length)
            ? new TensorShapeProto.Types.Dimension { DimValue = length }
            : new TensorShapeProto.Types.Dimension { DimParam = axis }));
        return new ValueInfoProto { Name = value, Type = new TypeProto { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }
}
