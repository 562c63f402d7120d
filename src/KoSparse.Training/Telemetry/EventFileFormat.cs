using System.Numerics;

namespace KoSparse.Training.Telemetry;

/// <summary>The layout of TensorBoard's event files: TFRecord frames around messages of <c>event.proto</c>.</summary>
/// <remarks>
/// A frame is the length (8 bytes), the masked CRC-32C of the length (4), the message, the masked CRC-32C of the message (4);
/// all numbers little-endian. An Event holds wall_time 1, step 2, summary 5; a Summary its values 1; a value
/// its tag 1 and simple_value 2 or, as TensorFlow 2 and later writers have it, a tensor 8: of <c>tensor.proto</c> its dtype 1,
/// its bytes 4, or its numbers one by one, float_val 5, double_val 6, int_val 7, int64_val 10.
/// </remarks>
internal static class EventFileFormat
{
    public const string Prefix = "events.out.tfevents.";
    public const int LengthSize = sizeof(ulong);
    public const int CrcSize = sizeof(uint);
    public const int HeaderSize = LengthSize + CrcSize;
    public const int WallTime = 1;
    public const int Step = 2;
    public const int Summary = 5;
    public const int Value = 1;
    public const int Tag = 1;
    public const int SimpleValue = 2;
    public const int Tensor = 8;

    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The checksum as it is stored: rotated by 15 bits and shifted, so that a checksum of checksums stays one.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in data)
        {
            crc = BitOperations.Crc32C(crc, next);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + MaskDelta);
    }
}
