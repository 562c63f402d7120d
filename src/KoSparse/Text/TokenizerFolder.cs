using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>Finds the tokenizer in a model's folder, in the forms that Hugging Face repositories have.</summary>
public static class TokenizerFolder
{
    /// <summary>Opens a tokenizer.</summary>
    /// <param name="path">
    /// A folder with <c>tokenizer.json</c>, which says most, <c>sentencepiece.bpe.model</c>, <c>tokenizer.model</c>, <c>spiece.model</c> or <c>vocab.txt</c>,
    /// or one of these files.
    /// </param>
    /// <remarks>Text is written in lower case first where the tokenizer says so, or a <c>sentence_bert_config.json</c> beside it.</remarks>
    /// <exception cref="TokenizerException">There is none, or it is damaged or of another kind.</exception>
    public static Tokenizer Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            path = FileIn(path);
        }
        else if (!File.Exists(path))
        {
            throw new TokenizerException($"{path}: no such file or folder. Give a model's folder, or its tokenizer.json.");
        }

        try
        {
            return Path.GetExtension(path) switch
            {
                ".json" => new PieceTokenizer(Checked(path, TokenizerJson.Read(path, Lowers(path)))),
                ".txt" => new PieceTokenizer(VocabularyText.Read(path, Lowers(path)).Parts()),
                ".model" when Lowers(path) => throw new TokenizerException(
                    $"{path}: {ModelFiles.SentenceReading} beside it asks for lower case (do_lower_case), which a SentencePiece model cannot say of itself. Put the model's tokenizer.json there, too."),
                ".model" => new PieceTokenizer(Checked(path, SentencePieceModel.Read(path))),
                _ => throw new TokenizerException(
                    $"{path}: not a tokenizer. Give tokenizer.json, vocab.txt or sentencepiece.bpe.model."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>Copies a tokenizer's files to an exported model.</summary>
    /// <param name="source">As for <see cref="Open"/>.</param>
    /// <param name="targetFolder">Created when it does not exist; files of the same names are replaced.</param>
    /// <param name="maxLength">
    /// The copy's <c>tokenizer.json</c> truncates to this number of tokens, and pads to the longest text of a batch: OpenSearch does as it says. Lower case is said there, too.
    /// </param>
    /// <remarks>WordPiece from a <c>vocab.txt</c> alone also gets a <c>tokenizer.json</c>, which Hugging Face and OpenSearch load.</remarks>
    /// <exception cref="TokenizerException">There is no tokenizer at the source.</exception>
    public static void Copy(string source, string targetFolder, int maxLength = 512)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        string opened = Directory.Exists(source) ? FileIn(source) : source;
        _ = Open(opened);
        string folder = Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;
        Directory.CreateDirectory(targetFolder);
        foreach (string name in ModelFiles.Tokenizers.Concat(ModelFiles.TokenizerSettings))
        {
            string file = Path.Combine(folder, name);
            if (File.Exists(file))
            {
                File.Copy(file, Path.Combine(targetFolder, name), overwrite: true);
            }
        }

        string json = Path.Combine(targetFolder, "tokenizer.json");
        if (File.Exists(json))
        {
            TokenizerJsonWriter.SetUp(json, maxLength, Lowers(opened));
        }
        else if (Path.GetExtension(opened) == ".txt")
        {
            TokenizerJsonWriter.Write(json, VocabularyText.Read(opened, Lowers(opened)), maxLength);
        }
    }

    /// <summary>Whether sentence-transformers writes texts in lower case before this tokenizer sees them, as a file beside it says.</summary>
    private static bool Lowers(string path)
    {
        string file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ModelFiles.SentenceReading);
        using JsonDocument? settings = SettingsFile.Read(file);
        return settings is not null && settings.RootElement.TryGetProperty("do_lower_case", out JsonElement asked) && asked.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            _ => throw new TokenizerException($"{file}: do_lower_case must be true or false. Download it again."),
        };
    }

    /// <summary>Files name tokens by id: each is one of the vocabulary.</summary>
    private static TokenizerParts Checked(string path, TokenizerParts parts)
    {
        foreach (int id in parts.SpecialTokens.All.Concat(parts.Opening).Concat(parts.Closing))
        {
            if (id < 0 || id >= parts.Vocabulary.Length)
            {
                throw new TokenizerException(
                    $"{path}: names the token {id} as a special one, and the vocabulary has {parts.Vocabulary.Length}. Download it again.");
            }
        }

        return parts;
    }

    private static string FileIn(string folder)
    {
        string? found = ModelFiles.Tokenizers
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        return found ?? throw new TokenizerException(
            $"{folder}: no {string.Join(", ", ModelFiles.WordPieces)}, {string.Join(" or ", ModelFiles.SentencePieces)}. " +
            "Copy the tokenizer's files from the model's Hugging Face repository into this folder.");
    }
}
