using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Cli.Export;

/// <summary>Writes a model as Hugging Face repositories have it, with sentence-transformers' files and a model card.</summary>
internal static class HuggingFaceExport
{
    private const string TokenWeights = "idf.json";

    /// <summary>Files of the model itself beside config and weights; the tokenizer's come with <see cref="TokenizerFolder.Copy"/>.</summary>
    private static readonly string[] ModelFiles = [TokenWeights, "idf.safetensors", "idf_statistics.json", WordFamilies.FileName];

    /// <summary>Writes beside the folder and renames, so that it holds a whole export or none.</summary>
    /// <param name="source">A model's folder or a run's.</param>
    /// <param name="output">Replaced when it holds an export; must be absent or empty otherwise.</param>
    /// <param name="half">Whether weights are written in 16 bits.</param>
    /// <param name="expansionShare">How much of the learned expansion is served; as the model says when null.</param>
    /// <exception cref="CheckpointException">The model has no learned expansion, or nothing else than that.</exception>
    /// <exception cref="IOException">The folder holds something else, or could not be written.</exception>
    public static void Write(string source, string output, bool half = false, double? expansionShare = null)
    {
        string folder = TrainedModel.Find(source);
        WholeFolder.ThrowIfOtherThings(output, "modules.json", "an export");
        SparseModelConfig config = HuggingFaceConfig.Read(folder);
        if (expansionShare is { } share)
        {
            config = Serving(share, folder, config);
        }

        WholeFolder.Write(output, partial => Fill(source, folder, config, Path.GetFileName(Path.TrimEndingDirectorySeparator(output)), half, partial));
    }

    private static void Fill(string source, string folder, SparseModelConfig config, string name, bool half, string partial)
    {
        foreach (string file in ModelFiles.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            File.Copy(Path.Combine(folder, file), Path.Combine(partial, file));
        }

        (string from, string to) = (Path.Combine(folder, ModelFolder.WeightsFile), Path.Combine(partial, ModelFolder.WeightsFile));
        if (half)
        {
            HalfWeights.Write(from, to);
        }
        else
        {
            File.Copy(from, to);
        }

        TokenizerFolder.Copy(folder, partial, config.MaxLength);
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        HuggingFaceConfig.Write(partial, config, tokenizer);
        InverseDocumentFrequency? idf = File.Exists(Path.Combine(folder, "idf.safetensors")) ? IdfFile.Read(folder, tokenizer) : null;
        SentenceTransformersFiles.Write(partial, config, idf);
        File.WriteAllText(
            Path.Combine(partial, "README.md"), ModelCard.Of(name, config, idf, MeasuredFigures.Find(source, folder)));
    }

    private static SparseModelConfig Serving(double share, string folder, SparseModelConfig config)
    {
        if (!config.Expansion)
        {
            throw new CheckpointException($"{folder}: has no head, so that there is no learned expansion to share. Leave out --expansion-share.");
        }

        if (share == 0 && config.LexicalPrior is null)
        {
            throw new CheckpointException(
                $"{folder}: has no lexical prior, so that its vectors would be empty without the head. Give an --expansion-share above 0.");
        }

        return config with { ExpansionShare = share };
    }
}
