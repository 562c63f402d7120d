using System.Text.Json;
using KoSparse.Files;
using KoSparse.Pickles;
using KoSparse.Safetensors;
using KoSparse.Tensors;

namespace KoSparse.Weights;

/// <summary>A model's tensors: <c>model.safetensors</c> or an old <c>pytorch_model.bin</c>, as one file or as the shards of an index.</summary>
public sealed class TensorFolder : IDisposable
{
    /// <summary>Forms by preference; beside each name, <c>.index.json</c> names its shards.</summary>
    private static readonly (string Name, Func<string, ITensorReader> Open)[] Forms =
        [("model.safetensors", SafetensorsReader.Open), ("pytorch_model.bin", TorchCheckpoint.Open)];

    private readonly List<ITensorReader> _shards = [];
    private readonly Dictionary<string, ITensorReader> _shardOf = new(StringComparer.Ordinal);

    private TensorFolder(IEnumerable<string> files, Func<string, ITensorReader> open)
    {
        try
        {
            foreach (string file in files)
            {
                _shards.Add(open(file));
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
    /// <exception cref="PickleException">An old file is damaged, or holds something other than tensors.</exception>
    public static TensorFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach ((string name, Func<string, ITensorReader> open) in Forms)
        {
            string single = Path.Combine(folder, name);
            if (File.Exists(single))
            {
                return new TensorFolder([single], open);
            }

            if (File.Exists($"{single}.index.json"))
            {
                return OpenShards(folder, $"{single}.index.json", Path.GetExtension(name), open);
            }
        }

        throw new SafetensorsException(
            $"{folder}: no {string.Join(" or ", Forms.Select(f => f.Name))}, whole or in shards. Fetch the model again, or name another folder.");
    }

    /// <summary>Whether the model has a tensor of this name.</summary>
    public bool Contains(string name) => _shardOf.ContainsKey(name);

    /// <summary>The file that holds a tensor; read it there.</summary>
    /// <exception cref="SafetensorsException">No shard has it.</exception>
    public ITensorReader ShardOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _shardOf.TryGetValue(name, out ITensorReader? shard)
            ? shard
            : throw new SafetensorsException(
                $"{Path.GetDirectoryName(_shards[0].Path)}: no tensor '{name}' among {_shardOf.Count}. Check that these are the weights of this model.");
    }

    /// <inheritdoc/>
    public void Dispose() => _shards.ForEach(s => s.Dispose());

    private static TensorFolder OpenShards(string folder, string index, string extension, Func<string, ITensorReader> open)
    {
        Dictionary<string, string> fileOf = ReadIndex(index, extension);
        TensorFolder opened = new(fileOf.Values.Distinct(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)), open);
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

    private static Dictionary<string, string> ReadIndex(string path, string extension)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(InputFile.ReadBytes(path));
            Dictionary<string, string> fileOf = new(StringComparer.Ordinal);
            foreach (JsonProperty tensor in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = tensor.Value.GetString() ?? "";
                fileOf[tensor.Name] = file == Path.GetFileName(file) && file.EndsWith(extension, StringComparison.Ordinal)
                    ? file
                    : throw new FormatException($"'{file}' is not the name of a {extension} file in this folder");
            }

            return fileOf.Count > 0 ? fileOf : throw new FormatException("it names no tensors");
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            throw new SafetensorsException($"{path}: not an index of shards ({e.Message.TrimEnd('.')}). Get the model again.", e);
        }
    }
}
