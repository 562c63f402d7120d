namespace KoSparse.Text;

/// <summary>The file <c>korean_token_ids.json</c>: which tokens may stand in a Korean text's vector.</summary>
/// <param name="TokenizerHash">The tokenizer it was made with.</param>
/// <param name="VocabularySize">Number of tokens of that tokenizer.</param>
/// <param name="Counts">Number of tokens by class, in lower case.</param>
/// <param name="KoreanTokenIds">Ids of the Korean side, ascending; see <see cref="TokenClasses.IsKoreanSide"/>.</param>
public sealed record KoreanTokenFile(
    string TokenizerHash, int VocabularySize, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<int> KoreanTokenIds)
{
    private const string Command = "make build-korean-tokens";

    /// <summary>Classes a tokenizer's vocabulary and writes the file; its folder is created.</summary>
    /// <returns>What was written.</returns>
    public static KoreanTokenFile Write(string path, Tokenizer tokenizer)
    {
        TokenClasses classes = TokenClasses.Of(tokenizer);
        Dictionary<string, int> counts = Enum.GetValues<TokenClass>()
            .ToDictionary(c => c.ToString().ToLowerInvariant(), classes.CountOf, StringComparer.Ordinal);
        KoreanTokenFile file = new(tokenizer.Hash, classes.Count, counts, classes.KoreanIds());
        TokenFile.Write(path, file);
        return file;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="TokenFileException">It is missing, damaged, or was made with another tokenizer.</exception>
    public static KoreanTokenFile Read(string path, Tokenizer tokenizer) =>
        TokenFile.Read<KoreanTokenFile>(path, tokenizer, Command, f => f.TokenizerHash, f => f.KoreanTokenIds);
}
