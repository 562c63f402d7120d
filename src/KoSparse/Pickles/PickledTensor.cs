namespace KoSparse.Pickles;

/// <summary>A tensor as a pickle describes it: a part of a storage, row-major.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">First element in the storage.</param>
/// <param name="Shape">Length of each axis.</param>
internal sealed record PickledTensor(Storage Storage, long Offset, long[] Shape)
{
    /// <summary>More axes than any weight has.</summary>
    private const int MaxAxes = 8;

    /// <summary>Makes a tensor after checking that it lies within its storage, row by row.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    public static PickledTensor Checked(Storage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length > MaxAxes || shape.Length != strides.Length || offset < 0 || shape.Any(length => length < 0))
        {
            throw new FormatException($"a tensor of shape [{string.Join(", ", shape)}] at {offset} with strides [{string.Join(", ", strides)}]");
        }

        long count = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] > 1 && strides[axis] != count && !shape.Contains(0))
            {
                throw new FormatException(
                    $"a tensor of shape [{string.Join(", ", shape)}] is stored with strides [{string.Join(", ", strides)}], not row by row; " +
                    "save it again as safetensors");
            }

            count = checked(count * shape[axis]);
        }

        return checked(offset + count) <= storage.Count
            ? new PickledTensor(storage, offset, shape)
            : throw new FormatException($"a tensor of shape [{string.Join(", ", shape)}] at {offset} reaches beyond its storage of {storage.Count}");
    }
}
