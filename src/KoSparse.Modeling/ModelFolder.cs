using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling;

/// <summary>A trained model as a Hugging Face folder: config, weights, tokenizer, IDF, word families.</summary>
public static class ModelFolder
{
    /// <summary>Name of the weights.</summary>
    public const string WeightsFile = "model.safetensors";

    /// <summary>Writes a model so that it can be opened again; the folder appears whole or not at all.</summary>
    /// <param name="folder">The folder; replaced when it exists.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizerSource">Folder or file that the tokenizer came from.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="idf">IDF weights; required where they encode questions.</param>
    public static void Save(
        string folder, SparseModel model, string tokenizerSource, Tokenizer tokenizer, InverseDocumentFrequency? idf)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        WholeFolder.Write(folder, partial =>
        {
            ModelWeights.Save(model, Path.Combine(partial, WeightsFile));
            HuggingFaceConfig.Write(partial, model.Config, tokenizer);
            TokenizerFolder.Copy(tokenizerSource, partial, model.Config.MaxLength);
            if (idf is not null)
            {
                IdfFile.Write(partial, idf);
                IdfFile.WriteTokenWeights(Path.Combine(partial, "idf.json"), idf, tokenizer);
            }

            model.Families.Value?.Write(partial, tokenizer);
        });
    }

    /// <summary>Opens a model that KoSparse wrote, with its tokenizer and IDF weights.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="device">Where it runs; the processor when null.</param>
    /// <param name="maxLength">Cuts texts to so many tokens; null leaves their length to the model.</param>
    public static OpenModel Open(string folder, Device? device = null, int? maxLength = null)
    {
        SparseModelConfig config = HuggingFaceConfig.Read(folder);
        config = maxLength is { } longest ? config with { MaxLength = Math.Min(config.MaxLength, longest), MaxWindows = 1 } : config;
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        var model = new SparseModel(config, seed: 0) { Families = new(() => FamiliesOf(folder, tokenizer)) };
        LoadReport report = ModelWeights.Load(model, folder);
        if (report.Fresh.Count > 0)
        {
            throw new CheckpointException(
                $"{folder}: {report.Fresh.Count} tensor(s) are missing, first '{report.Fresh[0]}'. " +
                "This is a pretrained encoder, not a trained sparse model; name it as model.name in a config and train it.");
        }

        InverseDocumentFrequency? idf = File.Exists(Path.Combine(folder, "idf.safetensors")) ? IdfFile.Read(folder, tokenizer) : null;
        model.to(device ?? CPU);
        return new OpenModel(folder, model, tokenizer, idf, device);
    }

    /// <summary>The word families in the folder of a model, if it has any.</summary>
    /// <exception cref="TokenFileException">They are damaged, or of another tokenizer.</exception>
    public static WordFamilies? FamiliesOf(string folder, Tokenizer tokenizer) =>
        File.Exists(Path.Combine(folder, WordFamilies.FileName)) ? WordFamilies.Read(folder, tokenizer) : null;

    /// <summary>Loads the bare encoder of a folder: no head is needed.</summary>
    public static SparseModel LoadEncoder(string folder)
    {
        SparseModelConfig config = HuggingFaceConfig.Read(folder) with { ContextGate = null, LexicalPrior = null };
        var model = new SparseModel(config with { Expansion = false }, seed: 0);
        _ = ModelWeights.Load(model, folder);
        return model;
    }
}
