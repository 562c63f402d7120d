using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Weights;

/// <summary>The mean of models that were trained from the same start: often steadier than any one of them.</summary>
/// <remarks>
/// Checkpoints of one run, runs of several seeds (Wortsman et al., "Model soups", 2022), or a model and its own start, which
/// keeps more of what the start knew about other texts (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
/// </remarks>
public static class ModelAverage
{
    /// <summary>Writes the mean as a model's folder, with the tokenizer and the IDF weights of the first.</summary>
    /// <param name="folders">At least two trained models of the same shape and tokenizer.</param>
    /// <param name="shares">How much each counts, none negative; their sum is taken as 1.</param>
    /// <param name="output">The folder; replaced when it holds a model.</param>
    /// <exception cref="CheckpointException">The models do not fit together.</exception>
    /// <exception cref="IOException">The folder holds something else.</exception>
    public static void Write(IReadOnlyList<string> folders, IReadOnlyList<double> shares, string output)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(shares);
        if (folders.Count < 2 || shares.Count != folders.Count || shares.Any(share => !(share >= 0)) || !(shares.Sum() > 0))
        {
            throw new ArgumentException(
                $"{folders.Count} models have {shares.Count} shares. Give at least two models and a share for each, none negative, not all 0.");
        }

        WholeFolder.ThrowIfOtherThings(output, ModelFolder.WeightsFile, "a model");
        ModelParts parts = ModelFolder.Read(folders[0]);
        using SparseModel mean = ModelWeights.Open(ModelLayout.Of(folders[0]).Network, parts.Config);
        double taken = shares[0];
        for (int i = 1; i < folders.Count; i++)
        {
            ModelParts next = ModelFolder.Read(folders[i]);
            using SparseModel model = ModelWeights.Open(ModelLayout.Of(folders[i]).Network, next.Config);
            taken += shares[i];
            string? misfit = next.Tokenizer.Hash != parts.Tokenizer.Hash
                ? "the tokenizers differ"
                : MoveTowards(mean, model, taken > 0 ? shares[i] / taken : 0);
            if (misfit is not null)
            {
                throw new CheckpointException(
                    $"{folders[i]} cannot be averaged with {folders[0]}: {misfit}. Average models that were trained from the same start.");
            }
        }

        ModelWeights.SaveFolder(output, parts, mean);
    }

    /// <returns>Why the models do not fit together, or null.</returns>
    private static string? MoveTowards(SparseModel mean, SparseModel next, double share)
    {
        using IDisposable gradients = no_grad();
        Dictionary<string, Parameter> others = next.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach ((string name, Parameter parameter) in mean.named_parameters())
        {
            if (!others.Remove(name, out Parameter? other) || !other.shape.SequenceEqual(parameter.shape))
            {
                return $"'{name}' is missing or has another shape";
            }

            if (parameter.dtype == int64)
            {
                if (parameter.ne(other).any().item<bool>())
                {
                    return $"'{name}' differs: the heads have other columns";
                }
            }
            else
            {
                parameter.lerp_(other, share);
            }
        }

        return others.Count > 0 ? $"'{others.Keys.First()}' is only there" : null;
    }
}
