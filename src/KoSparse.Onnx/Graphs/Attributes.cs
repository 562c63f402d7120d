using Google.Protobuf;
using Onnx;
using static Onnx.AttributeProto.Types;

namespace KoSparse.Onnx.Graphs;

/// <summary>Attributes of operations.</summary>
internal static class Attributes
{
    /// <summary>An integer.</summary>
    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>A number.</summary>
    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    /// <summary>A word.</summary>
    public static AttributeProto Of(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>A list of integers.</summary>
    public static AttributeProto Of(string name, params long[] values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}
