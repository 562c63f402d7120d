using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Weights;
using KoSparse.Weights;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Weights;

/// <summary>Weights of a model in the names of its Hugging Face family.</summary>
public static class ModelWeights
{
    /// <summary>Writes all tensors of a model to one file.</summary>
    public static void Save(SparseModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        (string, Tensor)[] tensors =
        [
            .. model.named_parameters().Select(
                p => (TensorNames.InCheckpoint(p.name, model.Config.Encoder.Family), (Tensor)p.parameter)),
        ];
        TensorFile.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>Writes the whole folder of a model, or nothing.</summary>
    /// <param name="folder">Where it goes; what is there is replaced at once.</param>
    /// <param name="parts">What is saved with the weights.</param>
    /// <param name="model">The weights.</param>
    public static void SaveFolder(string folder, ModelParts parts, SparseModel model) =>
        ModelFolder.Write(folder, parts, path => Save(model, path));

    /// <summary>Opens the weights of a trained sparse model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="config">Its architecture.</param>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public static SparseModel Open(string folder, SparseModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ModelMemory.ThrowIfNotThere(config.Encoder, folder);
        using (TensorFolder files = TensorFolder.Open(folder))
        {
            TiedTensors.ThrowIfUntied(files, folder, config.Encoder.Family);
        }

        var model = new SparseModel(config, seed: 0);
        LoadReport report = Load(model, folder);
        return report.Fresh.Count == 0 ? model : throw new CheckpointException(
            $"{folder}: {report.Fresh.Count} tensor(s) are missing, first '{report.Fresh[0]}'. " +
            "This is a pretrained encoder, not a trained sparse model; name it as model.name in a config and train it.");
    }

    /// <summary>Opens the bare encoder of a folder: no head is needed.</summary>
    public static SparseModel OpenEncoder(string folder)
    {
        SparseModelConfig config = HuggingFaceConfig.Read(folder).Model with { ContextGate = null, LexicalPrior = null, Expansion = false };
        ModelMemory.ThrowIfNotThere(config.Encoder, folder);
        var model = new SparseModel(config, seed: 0);
        _ = Load(model, folder);
        return model;
    }

    /// <summary>Fills a model from <c>model.safetensors</c> or <c>pytorch_model.bin</c>, one file or shards.</summary>
    /// <returns>What did not match.</returns>
    /// <exception cref="CheckpointException">A tensor of the encoder is missing or has another shape.</exception>
    public static LoadReport Load(SparseModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        using TensorFolder files = TensorFolder.Open(folder);
        HashSet<string> unused = [.. files.Tensors.Select(t => t.Name)];
        List<string> fresh = [], missing = [];
        foreach ((string name, Tensor parameter) in model.named_parameters())
        {
            string[] candidates = [.. TensorNames.Candidates(name, model.Config.Encoder.Family)];
            string? found = candidates.FirstOrDefault(files.Contains);
            if (found is null)
            {
                (TensorNames.IsOfEncoder(name) ? missing : fresh).Add(candidates[0]);
                continue;
            }

            TensorFile.Read(files.ShardOf(found), found, parameter);
            unused.Remove(found);
        }

        ThrowIfAny(missing, folder);
        unused.RemoveWhere(name => name.EndsWith("embeddings.position_ids", StringComparison.Ordinal) || TiedTensors.IsCopy(files, name, model.Config.Encoder.Family));
        return new LoadReport(fresh, [.. unused.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Fills the masked language model head alone.</summary>
    /// <exception cref="CheckpointException">The folder has none, or one of another size.</exception>
    public static void LoadHead(SparseModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        using TensorFolder files = TensorFolder.Open(folder);
        foreach ((string name, Tensor parameter) in model.named_parameters().Where(p => TensorNames.IsOfHead(p.name)))
        {
            string found = TensorNames.Candidates(name, model.Config.Encoder.Family).FirstOrDefault(files.Contains)
                ?? throw new CheckpointException(
                    $"{folder}: it has no masked language model head that fits ('{name}' is missing). Name a pretrained encoder with its head.");
            TensorFile.Read(files.ShardOf(found), found, parameter);
        }
    }

    private static void ThrowIfAny(List<string> missing, string folder)
    {
        if (missing.Count > 0)
        {
            throw new CheckpointException(
                $"{folder}: {missing.Count} tensor(s) of the encoder are missing, first '{missing[0]}'. " +
                "Check that config.json describes these weights: its model_type and number of layers.");
        }
    }
}
