using Google.Protobuf;
using KoSparse.Files;
using Microsoft.ML.Tokenizers;
using SentencePiece = Microsoft.ML.Tokenizers.SentencePieceTokenizer;

namespace KoSparse.Text;

/// <summary>SentencePiece, as XLM-RoBERTa and KoBERT use it.</summary>
/// <remarks>
/// Kudo, "Subword Regularization" (2018); the pieces come from Microsoft.ML.Tokenizers. Ids are Hugging Face's: where the model has
/// special pieces of its own (<c>[CLS]</c>), the piece's number; otherwise fairseq's, which moves every piece up by one.
/// For XLM-R's model all ids agree with the SentencePiece library on 272 paragraphs of Wikipedia. One difference is known:
/// control characters, which SentencePiece's nmt_nfkc removes, are unknown tokens here, as Microsoft.ML.Tokenizers 2.0.1 keeps them.
/// </remarks>
internal sealed class SentencePieceTokenizer : Tokenizer
{
    private readonly SentencePiece _pieces;
    private readonly SpecialTokenScanner _written;
    private readonly string[] _vocabulary;
    private readonly bool _isFairseq;

    private SentencePieceTokenizer(SentencePiece pieces, string[] own, string path)
    {
        _pieces = pieces;
        _isFairseq = !own.Contains("[CLS]");
        _vocabulary = _isFairseq ? ["<s>", "<pad>", "</s>", "<unk>", .. own.Skip(3), "<mask>"] : own;
        SpecialTokens = _isFairseq
            ? new SpecialTokens(First: 0, Last: 2, Padding: 1, Unknown: 3, Mask: _vocabulary.Length - 1, Others: [])
            : SpecialTokenNames.Complete(path, own, new Dictionary<string, int> { ["unknown"] = pieces.UnknownId }, []);
        _written = new SpecialTokenScanner(SpecialTokens.All.Select(id => (_vocabulary[id], id)));
        Hash = HashOf("sentencepiece", _vocabulary);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary => _vocabulary;

    /// <inheritdoc/>
    public override SpecialTokens SpecialTokens { get; }

    /// <inheritdoc/>
    public override string Hash { get; }

    /// <inheritdoc/>
    public override string Marker => "▁";

    /// <summary>Reads a <c>.model</c> file.</summary>
    /// <exception cref="TokenizerException">The file is not a SentencePiece model.</exception>
    internal static SentencePieceTokenizer Read(string path)
    {
        byte[] model = InputFile.ReadBytes(path);
        try
        {
            using MemoryStream stream = new(model, writable: false);
            SentencePiece pieces = SentencePiece.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
            return new SentencePieceTokenizer(pieces, ReadPieces(model), path);
        }
        catch (Exception e) when (e is not (TokenizerException or OutOfMemoryException))
        {
            // The library throws whatever its protobuf reader and its tables run into.
            throw new TokenizerException($"{path}: not a SentencePiece model ({e.Message}). Download it again.", e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A special token written out in the text, such as <c>&lt;mask&gt;</c>, is that token, as in Hugging Face tokenizers.</remarks>
    public override IReadOnlyList<Token> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string sound = SoundText.Of(text);
        List<Token> tokens = new((sound.Length / 2) + 1);
        int start = 0;
        while (_written.TryFind(sound, start, out Token special))
        {
            AddPieces(sound[start..special.Start], start, tokens);
            tokens.Add(special);
            start = special.Start + special.Length;
        }

        AddPieces(start == 0 ? sound : sound[start..], start, tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public override void AddIds(string text, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ids);
        string sound = SoundText.Of(text);
        int start = 0;
        while (_written.TryFind(sound, start, out Token special))
        {
            AddPieceIds(sound.AsSpan(start, special.Start - start), ids);
            ids.Add(special.Id);
            start = special.Start + special.Length;
        }

        AddPieceIds(sound.AsSpan(start), ids);
    }

    /// <summary>Strings of all pieces by number: the library's own table leaves out most control pieces.</summary>
    private static string[] ReadPieces(byte[] model)
    {
        const uint Pieces = (1 << 3) | (uint)WireFormat.WireType.LengthDelimited;
        const uint Piece = Pieces; // field 1 of ModelProto, and field 1 of its SentencePiece
        List<string> pieces = [];
        using CodedInputStream input = new(model);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag != Pieces)
            {
                input.SkipLastField();
                continue;
            }

            using CodedInputStream message = input.ReadBytes().CreateCodedInput();
            string piece = "";
            for (uint field = message.ReadTag(); field != 0; field = message.ReadTag())
            {
                if (field == Piece)
                {
                    piece = message.ReadString();
                }
                else
                {
                    message.SkipLastField();
                }
            }

            pieces.Add(piece);
        }

        return [.. pieces];
    }

    private void AddPieces(string text, int offset, List<Token> tokens)
    {
        IReadOnlyList<EncodedToken> pieces = _pieces.EncodeToTokens(text, out string? normalized);
        AlignedPieces aligned = new(text, normalized ?? text, Normalize);
        int before = tokens.Count;
        foreach (EncodedToken piece in pieces)
        {
            int id = IdOf(piece.Id);
            Token token = aligned.Place(id, piece.Offset, offset);
            if (id == SpecialTokens.Unknown && tokens.Count > before && tokens[^1].Id == id)
            {
                // Unknown characters in a row are one unknown token in SentencePiece, several in the library.
                tokens[^1] = tokens[^1] with { Length = token.Start + token.Length - tokens[^1].Start };
                continue;
            }

            tokens.Add(token);
        }
    }

    private void AddPieceIds(ReadOnlySpan<char> text, List<int> ids)
    {
        int before = ids.Count;
        foreach (int piece in _pieces.EncodeToIds(text))
        {
            int id = IdOf(piece);
            if (id != SpecialTokens.Unknown || ids.Count == before || ids[^1] != id)
            {
                ids.Add(id);
            }
        }
    }

    /// <summary>By way of encoding: the library's own <c>Normalizer.Normalize</c> gives an empty string for some short texts (2.0.1).</summary>
    private string Normalize(string text)
    {
        _ = _pieces.EncodeToTokens(text, out string? normalized);
        return normalized ?? text;
    }

    private int IdOf(int piece) => !_isFairseq ? piece : piece == _pieces.UnknownId ? SpecialTokens.Unknown : piece + 1;
}
