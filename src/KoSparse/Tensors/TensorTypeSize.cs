namespace KoSparse.Tensors;

/// <summary>How many bytes an element takes.</summary>
internal static class TensorTypeSize
{
    extension(TensorType type)
    {
        /// <summary>Bytes of one element.</summary>
        public int Size => type switch
        {
            TensorType.I64 => 8,
            TensorType.F32 or TensorType.I32 => 4,
            TensorType.F16 or TensorType.BF16 => 2,
            _ => 1,
        };
    }
}
