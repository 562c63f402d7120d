using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Encoding.Configuration;

/// <summary>How many tokens the owner of a model reads, in the files where others say so.</summary>
internal static class StatedLength
{
    private static readonly (string File, string Setting)[] Places =
        [(ModelFiles.SentenceReading, "max_seq_length"), ("tokenizer_config.json", "model_max_length")];

    /// <summary>The length, or null where none is said; tokenizers say 10³⁰ where they mean none.</summary>
    public static int? Find(string folder)
    {
        foreach ((string file, string setting) in Places)
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path) && CheckpointJson.Read(path)[setting] is JsonValue value
                && value.TryGetValue(out int length) && length >= EncodeOptions.ShortestLength)
            {
                return Math.Min(length, EncodeOptions.LongestLength);
            }
        }

        return null;
    }
}
