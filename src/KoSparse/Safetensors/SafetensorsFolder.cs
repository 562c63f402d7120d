using System.Text.Json;

namespace KoSparse.Safetensors;

/// <summary>A model's tensors: <c>model.safetensors</c>, or the shards that <c>model.safetensors.index.json</c> names.</summary>
public sealed class SafetensorsFolder : IDisposable
{
    private const string SingleName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";

    private readonly List<SafetensorsReader> _shards = [];
    private readonly Dictionary<string, SafetensorsReader> _shardOf = new(StringComparer.Ordinal);

    private SafetensorsFolder(IEnumerable<string> files)
    {
        try
        {
            foreach (string file in files)
            {
                _shards.Add(SafetensorsReader.Open(file));
                foreach (TensorEntry entry in _shards[^1].Tensors)
                {
                    if (!_shardOf.TryAdd(entry.Name, _shards[^1]))
                    {
                        throw new SafetensorsException($"{file}: tensor '{entry.Name}' is in another shard, too. Get the model again.");
                    }
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The tensors of all shards.</summary>
    public IEnumerable<TensorEntry> Tensors => _shards.SelectMany(s => s.Tensors);

    /// <summary>Opens a model's folder.</summary>
    /// <exception cref="SafetensorsException">There is no model, a shard is missing or damaged, or lacks a tensor of the index.</exception>
    public static SafetensorsFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string single = Path.Combine(folder, SingleName);
        if (File.Exists(single))
        {
            return new SafetensorsFolder([single]);
        }

        string index = Path.Combine(folder, IndexName);
        if (!File.Exists(index))
        {
            throw new SafetensorsException(
                $"{folder}: no {SingleName} or {IndexName}. Download the model in safetensors form (not pytorch_model.bin).");
        }

        Dictionary<string, string> fileOf = ReadIndex(index);
        SafetensorsFolder opened = new(fileOf.Values.Distinct(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)));
        foreach ((string tensor, string file) in fileOf)
        {
            if (!opened.Contains(tensor) || Path.GetFileName(opened.ShardOf(tensor).Path) != file)
            {
                opened.Dispose();
                throw new SafetensorsException($"{index}: tensor '{tensor}' is not in {file}. Get the model again.");
            }
        }

        return opened;
    }

    /// <summary>Whether the model has a tensor of this name.</summary>
    public bool Contains(string name) => _shardOf.ContainsKey(name);

    /// <summary>The file that holds a tensor; read it there.</summary>
    /// <exception cref="SafetensorsException">No shard has it.</exception>
    public SafetensorsReader ShardOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _shardOf.TryGetValue(name, out SafetensorsReader? shard)
            ? shard
            : throw new SafetensorsException(
                $"{Path.GetDirectoryName(_shards[0].Path)}: no tensor '{name}' among {_shardOf.Count}. Check that these are the weights of this model.");
    }

    /// <inheritdoc/>
    public void Dispose() => _shards.ForEach(s => s.Dispose());

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
            foreach (JsonProperty tensor in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = tensor.Value.GetString() ?? "";
                fileOf[tensor.Name] = file == Path.GetFileName(file) && file.EndsWith(".safetensors", StringComparison.Ordinal)
                    ? file
                    : throw new FormatException($"'{file}' is not the name of a safetensors file in this folder");
            }

            return fileOf.Count > 0 ? fileOf : throw new FormatException("it names no tensors");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            throw new SafetensorsException($"{path}: not an index of shards ({e.Message.TrimEnd('.')}). Get the model again.", e);
        }
    }
}
