using Google.Protobuf;
using KoSparse.Files;
using KoSparse.Text.Pieces;

namespace KoSparse.Text;

/// <summary>Reads a SentencePiece <c>.model</c>, as XLM-RoBERTa and KoBERT have it.</summary>
internal static class SentencePieceModel
{
    /// <summary>Tells such a tokenizer's hash from others with the same pieces.</summary>
    public const string Kind = "sentencepiece";

    private const int UnigramType = 1;
    private const int BytePairType = 2;

    /// <summary>Reads a tokenizer.</summary>
    /// <exception cref="TokenizerException">The file is not a SentencePiece model, or of a kind that KoSparse does not know.</exception>
    public static TokenizerParts Read(string path)
    {
        try
        {
            SentencePieceFile file = SentencePieceFile.Parse(InputFile.ReadBytes(path));
            return Parts(path, file, SentencePieceIds.AreFairseq(path, file));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException or NotSupportedException)
        {
            throw new TokenizerException($"{path}: not a SentencePiece model ({e.Message}). Download it again.", e);
        }
    }

    private static TokenizerParts Parts(string path, SentencePieceFile file, bool isFairseq)
    {
        string[] own = [.. file.Pieces.Select(p => p.Text)];
        string[] vocabulary = isFairseq ? ["<s>", "<pad>", "</s>", "<unk>", .. own.Skip(3), "<mask>"] : own;
        int unknown = isFairseq ? 3 : file.UnknownId;
        SpecialTokens special = isFairseq
            ? new SpecialTokens(First: 0, Last: 2, Padding: 1, Unknown: 3, Mask: vocabulary.Length - 1, Others: [])
            : SpecialTokenNames.Complete(path, own, OwnRoles(file), [], mayLack: true);
        return new TokenizerParts
        {
            Kind = Kind,
            Vocabulary = vocabulary,
            Marker = "▁",
            SpecialTokens = special,
            Opening = [special.First],
            Closing = [special.Last],
            AddedTokens = [.. special.All.Select(id => new AddedToken(vocabulary[id], id) { IsSpecial = true })],
            Normalizer = file.Rules(),
            Speller = SpellerOf(file, number => isFairseq ? number + 1 : number, unknown),
        };
    }

    private static Dictionary<string, int> OwnRoles(SentencePieceFile file)
    {
        Dictionary<string, int> roles = new(StringComparer.Ordinal) { ["unknown"] = file.UnknownId };
        bool hasBertNames = file.Pieces.Any(p => p.Text == "[CLS]");
        (string Role, int Id)[] own = hasBertNames ? [] : [("first", file.FirstId), ("last", file.LastId), ("padding", file.PaddingId)];
        foreach ((string role, int id) in own.Where(o => o.Id >= 0 && o.Id < file.Pieces.Count))
        {
            roles[role] = id;
        }

        return roles;
    }

    private static Speller SpellerOf(SentencePieceFile file, Func<int, int> idOf, int unknown)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach ((int number, SentencePieceFile.Piece piece) in file.Pieces.Index())
        {
            ids.TryAdd(piece.Text, idOf(number));
        }

        int[]? bytes = file.ByteFallback ? BytePieces.Find(ids) : null;
        (string Text, int Id, float Score, SentencePieceFile.PieceKind Kind)[] spelling =
        [
            .. file.Pieces.Select((p, number) => (p.Text, Id: idOf(number), p.Score, p.Kind))
                .Where(p => p.Text.Length > 0 && p.Kind is SentencePieceFile.PieceKind.Normal or SentencePieceFile.PieceKind.UserDefined),
        ];
        float[] normal = [.. spelling.Where(p => p.Kind == SentencePieceFile.PieceKind.Normal).Select(p => p.Score)];
        (float lowest, float highest) = normal.Length > 0 ? (normal.Min(), normal.Max()) : (0, 0);
        return file.ModelType switch
        {
            UnigramType => new LikeliestPieces(
                [.. spelling.Select(p => (p.Text, p.Id, (double)(p.Kind == SentencePieceFile.PieceKind.Normal ? p.Score : Chosen(p.Text, highest))))],
                lowest,
                unknown,
                bytes)
            { InSinglePrecision = true },
            BytePairType => MergedPieces.ByScores([.. spelling.Select(p => (p.Text, p.Id, p.Score))], unknown, bytes),
            _ => throw new NotSupportedException($"its type is {file.ModelType}, neither Unigram nor BPE"),
        };
    }

    /// <summary>A score that wins against any other spelling, as the library gives it to user-defined pieces.</summary>
    private static float Chosen(string piece, float highest) => (System.Text.Encoding.UTF8.GetByteCount(piece) * highest) - .1f;
}
