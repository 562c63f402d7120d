using KoSparse.Files;
using KoSparse.Tensors;

namespace KoSparse.Pickles;

/// <summary>Reads tensors from a <c>pytorch_model.bin</c> without running anything in it.</summary>
/// <remarks>
/// Such files are Python pickles, which can call any function of the machine that loads them. Here a small machine knows
/// tensors, their storages and dictionaries of them, and refuses every other name. Both forms are read: the ZIP archive of
/// torch 1.6 and later, and the older one.
/// </remarks>
public sealed class TorchCheckpoint : ITensorReader
{
    private readonly IStorages _storages;
    private readonly Dictionary<string, (TensorEntry Entry, PickledTensor Tensor)> _tensors;

    private TorchCheckpoint(string path, IStorages storages, Dictionary<string, PickledTensor> tensors)
    {
        Path = path;
        _storages = storages;
        _tensors = tensors.ToDictionary(
            t => t.Key, t => (new TensorEntry(t.Key, t.Value.Storage.Type, t.Value.Shape), t.Value), StringComparer.Ordinal);
        Tensors = [.. _tensors.Values.Select(t => t.Entry)];
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Opens a file and checks that every tensor lies within it.</summary>
    /// <exception cref="PickleException">The file is missing, damaged, or holds something other than tensors.</exception>
    public static TorchCheckpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? file = null;
        IStorages? storages = null;
        try
        {
            InputFile.ThrowIfPointer(path);
            file = File.OpenRead(path);
            bool isZip = file.ReadByte() == 'P' && file.ReadByte() == 'K';
            file.Position = 0;
            (storages, object? root) = isZip ? ZipStorages.Open(file) : LegacyStorages.Open(file);
            Dictionary<string, PickledTensor> tensors = TensorsOf(root);
            storages.Locate(StoragesOf(tensors.Values));
            return new TorchCheckpoint(path, storages, tensors);
        }
        catch (InputException e)
        {
            throw new PickleException(e.Message, e);
        }
        catch (Exception e) when (e is FormatException or IOException or InvalidDataException or OverflowException or UnauthorizedAccessException)
        {
            storages?.Dispose();
            file?.Dispose();
            throw new PickleException($"{path}: {e.Message.TrimEnd('.')}. Get the file again, or the model in safetensors form.", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PickleException">There is no such tensor.</exception>
    public TensorEntry Entry(string name) => Find(name).Entry;

    /// <inheritdoc/>
    /// <exception cref="PickleException">There is no such tensor, or the file is damaged.</exception>
    public void Read(string name, Span<byte> destination, long offset = 0)
    {
        (TensorEntry entry, PickledTensor tensor) = Find(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.ByteLength - destination.Length);
        try
        {
            _storages.Read(tensor.Storage, (tensor.Offset * tensor.Storage.ElementSize) + offset, destination);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new PickleException($"{Path}: tensor '{name}' cannot be read ({e.Message.TrimEnd('.')}). Get the file again.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _storages.Dispose();

    private static Dictionary<string, PickledTensor> TensorsOf(object? root)
    {
        if (root is not Dictionary<string, object?> dictionary)
        {
            throw new FormatException("it holds something other than a dictionary of tensors");
        }

        return dictionary.ToDictionary(
            entry => entry.Key,
            entry => entry.Value as PickledTensor
                ?? throw new FormatException($"its entry '{entry.Key}' is no tensor; save the model's state_dict() alone"),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, Storage> StoragesOf(IEnumerable<PickledTensor> tensors)
    {
        Dictionary<string, Storage> storages = new(StringComparer.Ordinal);
        foreach (PickledTensor tensor in tensors)
        {
            if (!storages.TryAdd(tensor.Storage.Key, tensor.Storage) && storages[tensor.Storage.Key] != tensor.Storage)
            {
                throw new FormatException($"storage '{tensor.Storage.Key}' is described in two ways");
            }
        }

        return storages;
    }

    private (TensorEntry Entry, PickledTensor Tensor) Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out (TensorEntry Entry, PickledTensor Tensor) found)
            ? found
            : throw new PickleException($"{Path}: no tensor '{name}' among {_tensors.Count}. Check that the file belongs to this model.");
    }
}
