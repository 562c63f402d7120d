using KoSparse.Files;
using KoSparse.Text;

namespace KoSparse.Vectors;

/// <summary>Tokens of one word family: they share a syllable, and stand beside the same words, as 만들 and 만드 do, or 화폐 and ##화폐.</summary>
/// <remarks>Which they are is counted in a corpus (<c>kosparse prepare families</c>). The file is JSON that people can read and mend.</remarks>
public sealed class WordFamilies
{
    /// <summary>Name of the file in the folder of a model.</summary>
    public const string FileName = ModelFiles.Families;

    private const string Command = "kosparse prepare families";

    private readonly IReadOnlyDictionary<int, IReadOnlyList<(int Token, float Similarity)>> _relatives;

    /// <summary>Takes families as they were found.</summary>
    /// <param name="relatives">By token, the relatives that a text with it has in a way, too; similarities from 0 to 1.</param>
    public WordFamilies(IReadOnlyDictionary<int, IReadOnlyList<(int Token, float Similarity)>> relatives) => _relatives = relatives;

    /// <summary>Number of tokens that have relatives.</summary>
    public int Count => _relatives.Count;

    /// <summary>Number of pairs of a token and a relative.</summary>
    public int Pairs => _relatives.Values.Sum(r => r.Count);

    /// <summary>The relatives of a token, and how similar each is.</summary>
    /// <param name="id">Row of the vocabulary.</param>
    public IReadOnlyList<(int Token, float Similarity)> Of(int id) => _relatives.GetValueOrDefault(id, []);

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="TokenFileException">It is missing, damaged, or of another tokenizer.</exception>
    public static WordFamilies Read(string folder, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        string path = Path.Combine(folder, FileName);
        Content content = TokenFile.Read<Content>(path, tokenizer, Command, c => c.TokenizerHash, _ => []);
        return new WordFamilies(content.Families.ToDictionary(
            family => IdOf(family.Key),
            family => (IReadOnlyList<(int, float)>)[.. family.Value.Select(relative => (IdOf(relative.Key), Checked(relative.Value)))]));

        int IdOf(string token) => tokenizer.TryGetId(token, out int id)
            ? id
            : throw new TokenFileException($"{path}: '{token}' is no token of the vocabulary. Mend it, or make the file anew with '{Command}'.");

        float Checked(float similarity) => similarity is >= 0 and <= 1
            ? similarity
            : throw new TokenFileException($"{path}: the similarity {similarity} is not from 0 to 1. Mend it, or make the file anew with '{Command}'.");
    }

    /// <summary>Writes the file of a folder, which is created.</summary>
    public void Write(string folder, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        TokenFile.Write(Path.Combine(folder, FileName), new Content(
            tokenizer.Hash,
            _relatives.OrderBy(family => family.Key).ToDictionary(
                family => tokenizer.Vocabulary[family.Key],
                family => family.Value.ToDictionary(r => tokenizer.Vocabulary[r.Token], r => r.Similarity))));
    }

    private sealed record Content(string TokenizerHash, Dictionary<string, Dictionary<string, float>> Families);
}
