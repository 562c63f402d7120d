using Google.Protobuf;
using KoSparse.Text.Normalization;

namespace KoSparse.Text;

/// <summary>The content of a SentencePiece <c>.model</c> file (sentencepiece_model.proto), as far as it tells how texts are split.</summary>
internal sealed record SentencePieceFile
{
    /// <summary>What a piece is for.</summary>
    public enum PieceKind
    {
        /// <summary>Spells text.</summary>
        Normal = 1,

        /// <summary>Stands for what cannot be spelled.</summary>
        Unknown = 2,

        /// <summary>A token with a role, which no text has.</summary>
        Control = 3,

        /// <summary>Wins wherever it is written.</summary>
        UserDefined = 4,

        /// <summary>Spells nothing.</summary>
        Unused = 5,

        /// <summary>Spells a byte of what is unknown.</summary>
        Byte = 6,
    }

    /// <summary>One piece.</summary>
    /// <param name="Text">Its string.</param>
    /// <param name="Score">Its log probability, or its rank below zero.</param>
    /// <param name="Kind">What it is for.</param>
    public readonly record struct Piece(string Text, float Score, PieceKind Kind);

    /// <summary>The pieces by number.</summary>
    public List<Piece> Pieces { get; } = [];

    /// <summary>1 is Unigram, 2 BPE.</summary>
    public int ModelType { get; private set; } = 1;

    /// <summary>Whether bytes spell what is unknown.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>Number of the unknown piece.</summary>
    public int UnknownId { get; private set; }

    /// <summary>Number of the piece that begins a text; negative when there is none.</summary>
    public int FirstId { get; private set; } = 1;

    /// <summary>Number of the piece that ends a text; negative when there is none.</summary>
    public int LastId { get; private set; } = 2;

    /// <summary>Number of the piece that fills a batch; negative when there is none.</summary>
    public int PaddingId { get; private set; } = -1;

    /// <summary>Which characters become which others; empty when none do.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>Whether a text begins with a marker.</summary>
    public bool DummyPrefix { get; private set; } = true;

    /// <summary>Whether blanks at the ends go, and several become one.</summary>
    public bool RemoveExtraBlanks { get; private set; } = true;

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="FormatException">It holds no pieces.</exception>
    public static SentencePieceFile Parse(byte[] model)
    {
        SentencePieceFile file = new();
        Fields(model, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    file.Pieces.Add(ReadPiece(input.ReadBytes()));
                    return true;
                case 2:
                    file.ReadTraining(input.ReadBytes());
                    return true;
                case 3:
                    file.ReadNormalizing(input.ReadBytes());
                    return true;
                default:
                    return false;
            }
        });
        return file.Pieces.Count > 0 ? file : throw new FormatException("it holds no pieces");
    }

    /// <summary>What is done to a text first.</summary>
    public SentencePieceRules Rules() => new(
        CharacterMap.Length > 0 ? new CharacterMap(CharacterMap) : null,
        [.. Pieces.Where(p => p.Kind == PieceKind.UserDefined && p.Text.Length > 0).Select(p => p.Text)],
        DummyPrefix,
        RemoveExtraBlanks);

    private static Piece ReadPiece(ByteString bytes)
    {
        string text = "";
        float score = 0;
        PieceKind kind = PieceKind.Normal;
        Fields(bytes, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    text = input.ReadString();
                    return true;
                case 2:
                    score = input.ReadFloat();
                    return true;
                case 3:
                    kind = (PieceKind)input.ReadInt32();
                    return true;
                default:
                    return false;
            }
        });
        return new Piece(text, score, kind);
    }

    private void ReadTraining(ByteString bytes) => Fields(bytes, (field, input) =>
    {
        switch (field)
        {
            case 3:
                ModelType = input.ReadInt32();
                return true;
            case 35:
                ByteFallback = input.ReadBool();
                return true;
            case 40:
                UnknownId = input.ReadInt32();
                return true;
            case 41:
                FirstId = input.ReadInt32();
                return true;
            case 42:
                LastId = input.ReadInt32();
                return true;
            case 43:
                PaddingId = input.ReadInt32();
                return true;
            default:
                return false;
        }
    });

    private void ReadNormalizing(ByteString bytes) => Fields(bytes, (field, input) =>
    {
        switch (field)
        {
            case 2:
                CharacterMap = input.ReadBytes().ToByteArray();
                return true;
            case 3:
                DummyPrefix = input.ReadBool();
                return true;
            case 4:
                RemoveExtraBlanks = input.ReadBool();
                return true;
            default:
                return false;
        }
    });

    private static void Fields(ByteString message, Func<int, CodedInputStream, bool> read)
    {
        using CodedInputStream input = message.CreateCodedInput();
        Fields(input, read);
    }

    private static void Fields(byte[] message, Func<int, CodedInputStream, bool> read)
    {
        using CodedInputStream input = new(message);
        Fields(input, read);
    }

    /// <summary>Reads the fields of a message in turn; those that are not wanted are passed over.</summary>
    private static void Fields(CodedInputStream input, Func<int, CodedInputStream, bool> read)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
