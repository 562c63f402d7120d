using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Onnx.Graphs;
using KoSparse.Onnx.Weights;

namespace KoSparse.Onnx.Export;

/// <summary>A model as one <c>.onnx</c> file (operators 18, format 8): what ONNX Runtime 1.16 and later run, with nothing of ours.</summary>
/// <remarks>One window a text. Variants, families and pruning are left to the reader; everything else that makes a weight is inside.</remarks>
public static class OnnxExport
{
    /// <summary>Read once through every new file, so that none appears which does not run.</summary>
    private static readonly Document Trial = new("trial", "한글", "세종대왕은 훈민정음을 만들었다.");

    /// <summary>Writes a model; the file appears whole or not at all, and has run once.</summary>
    /// <param name="model">The model; its weights are read from its folder, a network is not needed.</param>
    /// <param name="path">The file; replaced when it exists, its folder is made.</param>
    /// <param name="options">What kind of file.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit, or the model cannot be such a file.</exception>
    /// <exception cref="IOException">The file could not be written; what was there is as it was.</exception>
    public static void Write(OpenModel model, string path, OnnxExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfImpossible(model, options);
        using NetworkWeights weights = new(model.NetworkFolder, model.Parts.Config.Encoder.Family);
        weights.Require([]);
        GraphBuilder graph = VectorGraph.Build(weights, model.Parts, options);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, beside =>
            {
                using (FileStream file = File.Create(beside))
                {
                    graph.Write(file);
                }

                using ExportedModel written = ExportedModel.Open(beside, model.Tokenizer);
                _ = written.Encode([Trial]);
            });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is how .NET tells of a file above its file system's limit.
            throw new IOException($"{path}: could not be written: {fault.Message.TrimEnd('.')}. What was there before is as it was. Make room, or name another file.", fault);
        }
    }

    private static void ThrowIfImpossible(OpenModel model, OnnxExportOptions options)
    {
        if (options.Outputs == ExportedOutputs.Logits && !VectorGraph.Expands(model.Parts))
        {
            throw new CheckpointException(
                $"{model.Folder}: its head is not served (expansion_share 0, or no expansion), so that logits would say nothing of its vectors. " +
                "Export pooled weights or terms, or serve the head with --set encode.expansion_share=1.");
        }

        if (options.Outputs == ExportedOutputs.Logits && model.Parts.Config.ExpansionColumns is not null)
        {
            throw new CheckpointException(
                $"{model.Folder}: its head reads the whole text, so that no token has logits of its own. Export pooled weights or terms.");
        }

        if (options is { Inputs: InputNames.MlCommons, Outputs: not ExportedOutputs.Pooled })
        {
            throw new ArgumentException("ml-commons reads weights over the vocabulary: export pooled ones for it.", nameof(options));
        }
    }
}
