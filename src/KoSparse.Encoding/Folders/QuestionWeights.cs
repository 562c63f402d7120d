using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;
using KoSparse.Safetensors;
using KoSparse.Text;

namespace KoSparse.Encoding.Folders;

/// <summary>The weights by which sentence-transformers encodes questions without a network: one for each token.</summary>
internal static class QuestionWeights
{
    private const string TensorName = "weight";

    /// <summary>Reads them as IDF weights, whatever made them.</summary>
    /// <param name="folder">Of the module.</param>
    /// <param name="tokenizer">The documents' tokenizer.</param>
    /// <exception cref="CheckpointException">They are missing, damaged, or of another tokenizer.</exception>
    public static InverseDocumentFrequency Read(string folder, Tokenizer tokenizer)
    {
        string path = Path.Combine(folder, ModelFiles.Weights);
        if (ModelFiles.Tokenizers.Any(name => File.Exists(Path.Combine(folder, name))) && TokenizerFolder.Open(folder).Hash != tokenizer.Hash)
        {
            throw new CheckpointException($"{folder}: the questions' tokenizer is not the documents'. KoSparse has one for both: choose another model.");
        }

        try
        {
            using SafetensorsReader file = SafetensorsReader.Open(path);
            float[] weights = file.ReadSingles(TensorName);
            return weights.Length >= tokenizer.Vocabulary.Count
                ? IdfFile.Given(path, weights.AsSpan(0, tokenizer.Vocabulary.Count), tokenizer)
                : throw new CheckpointException($"{path}: {weights.Length} weights for the tokenizer's {tokenizer.Vocabulary.Count} tokens. Get the model again.");
        }
        catch (Exception fault) when (fault is SafetensorsException or IdfException)
        {
            throw new CheckpointException(fault.Message, fault);
        }
    }
}
