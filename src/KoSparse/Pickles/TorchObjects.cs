using KoSparse.Tensors;

namespace KoSparse.Pickles;

/// <summary>The only names that a pickle may use, and what they make: tensors, their storages, dictionaries of them.</summary>
internal static class TorchObjects
{
    private static readonly Dictionary<string, TensorType> StorageTypes = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorType.F32,
        ["torch.HalfStorage"] = TensorType.F16,
        ["torch.BFloat16Storage"] = TensorType.BF16,
        ["torch.LongStorage"] = TensorType.I64,
        ["torch.IntStorage"] = TensorType.I32,
        ["torch.ByteStorage"] = TensorType.U8,
        ["torch.BoolStorage"] = TensorType.Bool,
    };

    private static readonly Dictionary<string, Func<object?[], object?>> Functions = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = arguments => arguments.Length == 0
            ? new Dictionary<string, object?>(StringComparer.Ordinal)
            : throw new FormatException("OrderedDict with arguments"),
        ["torch._utils._rebuild_tensor"] = RebuildTensor,
        ["torch._utils._rebuild_tensor_v2"] = RebuildTensor,
        ["torch._utils._rebuild_parameter"] = arguments => arguments is [PickledTensor tensor, ..]
            ? tensor
            : throw new FormatException("_rebuild_parameter without a tensor"),
    };

    /// <summary>The object behind a name.</summary>
    /// <exception cref="FormatException">The name is not one of ours: nothing else is ever looked up, let alone run.</exception>
    public static object Global(string module, string name)
    {
        string full = $"{module}.{name}";
        return StorageTypes.TryGetValue(full, out TensorType type) ? type
            : Functions.TryGetValue(full, out Func<object?[], object?>? function) ? function
            : throw new FormatException($"it uses '{full}', which is no tensor; only files that hold tensors and nothing else are read");
    }

    /// <summary>Calls one of the functions above.</summary>
    public static object? Reduce(object? function, object? arguments) =>
        function is Func<object?[], object?> known && arguments is object?[] tuple
            ? known(tuple)
            : throw new FormatException("it calls something that is no function");

    /// <summary>The storage of a persistent id: <c>('storage', type, key, device, count)</c>.</summary>
    public static Storage Persistent(object? id) =>
        id is object?[] { Length: 5 or 6 } tuple && tuple is ["storage", TensorType type, string key, string, long count and >= 0, ..]
            && (tuple.Length == 5 || tuple[5] is null)
            ? new Storage(key, type, count)
            : throw new FormatException("it refers to something that is no storage");

    private static PickledTensor RebuildTensor(object?[] arguments) =>
        arguments is [Storage storage, long offset, object?[] shape, object?[] strides, ..]
            ? PickledTensor.Checked(storage, offset, Lengths(shape), Lengths(strides))
            : throw new FormatException("a tensor is described by something other than storage, offset, shape and strides");

    private static long[] Lengths(object?[] tuple) =>
        [.. tuple.Select(value => value as long? ?? throw new FormatException("a shape holds something other than numbers"))];
}
