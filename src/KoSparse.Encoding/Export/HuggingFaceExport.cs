using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Encoding.Export;

/// <summary>Writes a model as Hugging Face repositories have it, with sentence-transformers' files and a model card.</summary>
public static class HuggingFaceExport
{
    /// <summary>Writes beside the folder and renames, so that it holds a whole export or none.</summary>
    /// <param name="source">What was named: a model's folder or a run's; figures are looked for beside it.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="output">Replaced when it holds an export; must be absent or empty otherwise.</param>
    /// <param name="half">Whether weights are written in 16 bits.</param>
    /// <param name="change">Serves otherwise than the model's folder says; null as it says.</param>
    /// <exception cref="CheckpointException">What is to be served cannot be with this model.</exception>
    /// <exception cref="IOException">The folder holds something else, or could not be written.</exception>
    public static void Write(string source, string folder, string output, bool half = false, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        WholeFolder.ThrowIfOtherThings(output, ModelFiles.Modules, "an export");
        using OpenModel model = OpenModel.Open(folder, change: change);
        var figures = MeasuredFigures.Find(source, folder);
        string card = ModelCard.Of(Path.GetFileName(Path.TrimEndingDirectorySeparator(output)), model.Parts, figures, servedOtherwise: half || change is not null);
        WholeFolder.Write(output, partial =>
        {
            Fill(model, half, partial);
            figures.Write(partial);
            File.WriteAllText(Path.Combine(partial, ModelFiles.Card), card);
        });
    }

    private static void Fill(OpenModel model, bool half, string partial)
    {
        (string folder, ModelParts parts) = (model.Folder, model.Parts);
        foreach (string file in ModelFiles.Counted.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            File.Copy(Path.Combine(folder, file), Path.Combine(partial, file));
        }

        if (parts.Encode.Families is not null)
        {
            parts.Families.Value?.Write(partial, parts.Tokenizer);
        }

        if (parts.Idf is { } idf)
        {
            TokenWeights.Of(idf, parts.Tokenizer).Write(Path.Combine(partial, ModelFolder.TokenWeightsFile), parts.Tokenizer); // one of before may lack tokens
            if (!IdfFile.Exists(folder))
            {
                IdfFile.Write(partial, idf);
            }
        }

        ExportedWeights.Write(model.NetworkFolder, Path.Combine(partial, ModelFolder.WeightsFile), half, parts.Config.Encoder.Family, parts.Tokenizer.Wordless);
        TokenizerFolder.Copy(model.NetworkFolder, partial, parts.Encode.MaxLength);
        new HuggingFaceConfig(parts.Config, parts.Encode).Write(partial, parts.Tokenizer);
        SentenceTransformersFiles.Write(partial, parts);
    }
}
