namespace KoSparse.Tensors;

/// <summary>Element type of a tensor, named as in the format.</summary>
public enum TensorType
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>16-bit floating point, IEEE half.</summary>
    F16,

    /// <summary>16-bit floating point, bfloat16.</summary>
    BF16,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>Truth value, one byte.</summary>
    Bool,
}
