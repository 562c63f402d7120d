using KoSparse.Safetensors;
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

    /// <summary>Fills a model from <c>model.safetensors</c>, one file or shards.</summary>
    /// <returns>What did not match.</returns>
    /// <exception cref="CheckpointException">A tensor of the encoder is missing or has another shape.</exception>
    public static LoadReport Load(SparseModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafetensorsFolder files = SafetensorsFolder.Open(folder);
        HashSet<string> unused = [.. files.Tensors.Select(t => t.Name)];
        List<string> fresh = [];
        foreach ((string name, Tensor parameter) in model.named_parameters())
        {
            string theirs = TensorNames.InCheckpoint(name, model.Config.Encoder.Family);
            string? found = new[] { theirs, TensorNames.InBareEncoder(name) }.FirstOrDefault(files.Contains);
            if (found is null)
            {
                fresh.Add(theirs);
                continue;
            }

            TensorFile.Read(files.ShardOf(found), found, parameter);
            unused.Remove(found);
        }

        ThrowIfEncoderIncomplete(fresh, folder);
        unused.RemoveWhere(IsTied);
        return new LoadReport(fresh, [.. unused.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Copies of tensors that the model holds once, and tables that are computed.</summary>
    private static bool IsTied(string name) =>
        name is "cls.predictions.decoder.weight" or "cls.predictions.decoder.bias" or "lm_head.decoder.weight" or "lm_head.decoder.bias"
        || name.EndsWith("embeddings.position_ids", StringComparison.Ordinal);

    private static void ThrowIfEncoderIncomplete(List<string> missing, string folder)
    {
        string[] encoder = [.. missing.Where(n => n.Contains("embeddings.", StringComparison.Ordinal) || n.Contains("encoder.", StringComparison.Ordinal))];
        if (encoder.Length > 0)
        {
            throw new CheckpointException(
                $"{folder}: {encoder.Length} tensor(s) of the encoder are missing, first '{encoder[0]}'. " +
                "Check that config.json describes these weights: its model_type and number of layers.");
        }
    }
}
