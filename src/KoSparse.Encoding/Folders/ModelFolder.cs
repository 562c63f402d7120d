using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Folders;

/// <summary>A trained model as a Hugging Face folder: config, weights, tokenizer, IDF, word families.</summary>
public static class ModelFolder
{
    /// <summary>Name of the weights.</summary>
    public const string WeightsFile = ModelFiles.Weights;

    /// <summary>Name of the IDF weights by token, which OpenSearch's tokenizer models read.</summary>
    public const string TokenWeightsFile = ModelFiles.TokenWeights;

    /// <summary>Writes a model so that it can be opened again; the folder appears whole or not at all.</summary>
    /// <param name="folder">The folder; replaced when it exists.</param>
    /// <param name="parts">Everything but the weights.</param>
    /// <param name="writeWeights">Writes the weights to the file that it is told.</param>
    public static void Write(string folder, ModelParts parts, Action<string> writeWeights)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(writeWeights);
        WholeFolder.Write(folder, partial =>
        {
            writeWeights(Path.Combine(partial, WeightsFile));
            new HuggingFaceConfig(parts.Config, parts.Encode).Write(partial, parts.Tokenizer);
            TokenizerFolder.Copy(parts.TokenizerSource, partial, parts.Encode.MaxLength);
            if (parts.Idf is { } idf)
            {
                IdfFile.Write(partial, idf);
                TokenWeights.Of(idf, parts.Tokenizer).Write(Path.Combine(partial, TokenWeightsFile), parts.Tokenizer);
            }

            parts.Families.Value?.Write(partial, parts.Tokenizer);
        });
    }

    /// <summary>Reads everything but the weights.</summary>
    /// <exception cref="CheckpointException">There is no config, or it is out of range.</exception>
    /// <exception cref="TokenizerException">There is no tokenizer, or it is damaged.</exception>
    /// <exception cref="IdfException">The IDF weights belong to another tokenizer.</exception>
    public static ModelParts Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelLayout layout = ModelLayout.Of(folder);
        HuggingFaceConfig config = ConfigOf(folder, layout);
        Tokenizer tokenizer = TokenizerFolder.Open(layout.Network);
        return new ModelParts(config.Model, config.Encode, tokenizer, layout.Network)
        {
            Idf = IdfFile.Exists(folder) ? IdfFile.Read(folder, tokenizer)
                : layout.Questions is { } questions ? QuestionWeights.Read(questions, tokenizer)
                : File.Exists(Path.Combine(folder, TokenWeightsFile)) ? IdfFile.ReadTokenWeights(Path.Combine(folder, TokenWeightsFile), tokenizer)
                : null,
            Families = new(() => FamiliesOf(folder, tokenizer)),
        };
    }

    /// <summary>Whether a folder holds a trained sparse model, and not a bare encoder or a dense model.</summary>
    /// <exception cref="CheckpointException">There is no model.</exception>
    public static bool IsSparseModel(string folder) => ModelLayout.Of(folder) is var layout && (layout.Pooling is not null || HuggingFaceConfig.IsOurs(layout.Network));

    /// <summary>The architecture in a model's folder as a training starts from it: also where KoSparse cannot encode as its owner does.</summary>
    /// <exception cref="CheckpointException">There is no config, or it is out of range.</exception>
    public static SparseModelConfig StartOf(string folder)
    {
        ModelLayout layout = ModelLayout.Of(folder);
        SparseModelConfig model = HuggingFaceConfig.Read(layout.Network).Model;
        return SettingsOf(layout) is { Activation: { } activation } ? model with { Activation = activation } : model;
    }

    /// <summary>A model of others has its settings in its modules.</summary>
    private static HuggingFaceConfig ConfigOf(string folder, ModelLayout layout)
    {
        HuggingFaceConfig config = HuggingFaceConfig.Read(layout.Network);
        if (HuggingFaceConfig.IsOurs(layout.Network))
        {
            return config;
        }

        StatedPrompts.ThrowIfAny(folder);
        SpladePooling? pooling = SettingsOf(layout);
        pooling?.ThrowIfUnknown();
        return new HuggingFaceConfig(
            config.Model with { Activation = pooling?.Activation },
            layout.Questions is null ? config.Encode : config.Encode with { QueryEncoder = QueryEncoding.Idf });
    }

    /// <summary>What the modules of others say of the head; null where KoSparse wrote the model, or nobody says.</summary>
    private static SpladePooling? SettingsOf(ModelLayout layout) =>
        layout.Pooling is { } folder && !HuggingFaceConfig.IsOurs(layout.Network) ? SpladePooling.Read(folder) : null;

    /// <summary>The word families in the folder of a model, if it has any.</summary>
    /// <exception cref="TokenFileException">They are damaged, or of another tokenizer.</exception>
    public static WordFamilies? FamiliesOf(string folder, Tokenizer tokenizer) =>
        File.Exists(Path.Combine(folder, WordFamilies.FileName)) ? WordFamilies.Read(folder, tokenizer) : null;
}
