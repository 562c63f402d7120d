using System.Buffers.Binary;
using Google.Protobuf;

namespace KoSparse.Training.Telemetry;

/// <summary>Reads the tensor of an event's value where it is one number: a scalar as TensorFlow 2 writes it.</summary>
internal static class EventTensor
{
    private const int Type = 1;
    private const int Content = 4;
    private const int Singles = 5;
    private const int Doubles = 6;
    private const int Integers = 7;
    private const int Longs = 10;
    private const int SingleType = 1;
    private const int DoubleType = 2;
    private const int IntegerType = 3;
    private const int LongType = 9;

    /// <summary>The number of a tensor that holds one; null for histograms, pictures and texts.</summary>
    /// <param name="message">A message of <c>tensor.proto</c>.</param>
    public static float? ScalarOf(byte[] message)
    {
        int type = 0;
        byte[] content = [];
        List<float> numbers = [];
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is > 0 and uint tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case Type:
                    type = input.ReadInt32();
                    break;
                case Content:
                    content = input.ReadBytes().ToByteArray();
                    break;
                case Singles:
                    ReadAll(tag, input, one => one.ReadFloat(), numbers);
                    break;
                case Doubles:
                    ReadAll(tag, input, one => (float)one.ReadDouble(), numbers);
                    break;
                case Integers or Longs:
                    ReadAll(tag, input, one => one.ReadInt64(), numbers);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return numbers.Count == 1 ? numbers[0] : numbers.Count == 0 ? OfContent(type, content) : null;
    }

    private static float? OfContent(int type, byte[] content) => (type, content.Length) switch
    {
        (SingleType, sizeof(float)) => BinaryPrimitives.ReadSingleLittleEndian(content),
        (DoubleType, sizeof(double)) => (float)BinaryPrimitives.ReadDoubleLittleEndian(content),
        (IntegerType, sizeof(int)) => BinaryPrimitives.ReadInt32LittleEndian(content),
        (LongType, sizeof(long)) => BinaryPrimitives.ReadInt64LittleEndian(content),
        _ => null,
    };

    /// <summary>Numbers of a repeated field: packed, as one block of bytes, or each by itself.</summary>
    private static void ReadAll(uint tag, CodedInputStream input, Func<CodedInputStream, float> read, List<float> numbers)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
        {
            numbers.Add(read(input));
            return;
        }

        byte[] packed = input.ReadBytes().ToByteArray();
        using var inner = new CodedInputStream(packed);
        while (!inner.IsAtEnd && numbers.Count <= 1)
        {
            numbers.Add(read(inner));
        }
    }
}
