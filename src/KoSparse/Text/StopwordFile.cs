namespace KoSparse.Text;

/// <summary>The file <c>stopwords.json</c>: a stopword list and the tokens that it masks.</summary>
/// <param name="Name">Name of the list.</param>
/// <param name="TokenizerHash">The tokenizer it was made with.</param>
/// <param name="Words">The words, without markers.</param>
/// <param name="TokenIds">Ids of the tokens that are stopwords, ascending.</param>
public sealed record StopwordFile(
    string Name, string TokenizerHash, IReadOnlyList<string> Words, IReadOnlyList<int> TokenIds)
{
    private const string Command = "make prepare-v25-stopwords";

    /// <summary>Finds a list's tokens and writes the file; its folder is created.</summary>
    /// <returns>What was written.</returns>
    public static StopwordFile Write(string path, StopwordSet stopwords, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(stopwords);
        ArgumentNullException.ThrowIfNull(tokenizer);
        StopwordFile file = new(stopwords.Name, tokenizer.Hash, stopwords.Words, stopwords.TokenIds(tokenizer));
        TokenFile.Write(path, file);
        return file;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="TokenFileException">It is missing, damaged, or was made with another tokenizer.</exception>
    public static StopwordFile Read(string path, Tokenizer tokenizer) =>
        TokenFile.Read<StopwordFile>(path, tokenizer, Command, f => f.TokenizerHash, f => f.TokenIds);
}
