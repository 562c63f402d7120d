using Google.Protobuf;
using KoSparse.Tests.Text.Normalization;

namespace KoSparse.Tests.Text;

/// <summary>Writes small SentencePiece Unigram models (field numbers of sentencepiece_model.proto).</summary>
internal static class SentencePieceModelFile
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;

    /// <summary>Pieces of a model in the manner of XLM-R, from number 3.</summary>
    public static readonly string[] Pieces = ["▁", "▁서울", "은", "는", "▁수도", "서", "울", "A", "."];

    /// <summary>XLM-R's order: unknown, begin, end, then the pieces.</summary>
    public static void WriteFairseq(string path) =>
        Write(path, [("<unk>", Unknown, 0), ("<s>", Control, 0), ("</s>", Control, 0), .. Pieces.Select(p => (p, Normal, (float)-p.Length))], unknownId: 0);

    /// <summary>XLM-R's order with pieces and scores of one's own.</summary>
    public static void WriteUnigram(string path, IReadOnlyDictionary<string, float> pieces) =>
        Write(path, [("<unk>", Unknown, 0), ("<s>", Control, 0), ("</s>", Control, 0), .. pieces.Select(p => (p.Key, Normal, p.Value))], unknownId: 0);

    /// <summary>KoBERT's order: its special tokens are pieces.</summary>
    public static void WriteKoBert(string path) =>
        Write(
            path,
            [
                ("[UNK]", Unknown, 0), ("[PAD]", Control, 0), ("[CLS]", Control, 0), ("[SEP]", Control, 0), ("[MASK]", Control, 0),
                .. Pieces.Select(p => (p, Normal, (float)-p.Length)),
            ],
            unknownId: 0);

    /// <summary>As <see cref="WriteFairseq"/>, with characters that become others, several or none.</summary>
    public static void WriteMapped(string path) => Write(
        path,
        [("<unk>", Unknown, 0), ("<s>", Control, 0), ("</s>", Control, 0), .. Pieces.Select(p => (p, Normal, (float)-p.Length))],
        unknownId: 0,
        map: CharacterMapFile.Write(new Dictionary<string, string>
        {
            ["Ａ"] = "A",
            ["\u2026"] = "...",
            ["\u337F"] = "ABCD",
            ["\u200B"] = " ",
            ["\u3000"] = " ",
            ["\t"] = " ",
            ["\0"] = "",
            ["\u0007"] = "",
            ["\uFFFE"] = "",
            ["\u1109\u1165"] = "서",
            ["가\u11A8"] = "각",
            ["\U0001D400"] = "A",
            ["\U000E0001"] = "",
        }));

    /// <summary>SentencePiece's own order with a piece for padding, as many trainers write it.</summary>
    public static void WriteWithPadding(string path) =>
        Write(
            path,
            [("<unk>", Unknown, 0), ("<s>", Control, 0), ("</s>", Control, 0), ("<pad>", Control, 0), .. Pieces.Select(p => (p, Normal, (float)-p.Length))],
            unknownId: 0,
            paddingId: 3);

    /// <summary>BPE: neighbours are merged by score, 서울 before ▁서울.</summary>
    public static void WriteBytePairs(string path) =>
        Write(
            path,
            [
                ("<unk>", Unknown, 0), ("<s>", Control, 0), ("</s>", Control, 0),
                ("서울", Normal, 0), ("▁서울", Normal, -1), ("▁", Normal, -2), ("서", Normal, -3), ("울", Normal, -4), ("은", Normal, -5),
            ],
            unknownId: 0,
            modelType: 2);

    private static void Write(
        string path, (string Piece, int Type, float Score)[] pieces, int unknownId, byte[]? map = null, int paddingId = -1, int modelType = 1)
    {
        using FileStream stream = File.Create(path);
        using CodedOutputStream model = new(stream);
        foreach ((string piece, int type, float score) in pieces)
        {
            WriteMessage(model, 1, m =>
            {
                m.WriteRawTag(0x0A);
                m.WriteString(piece);
                m.WriteRawTag(0x15);
                m.WriteFloat(score);
                m.WriteRawTag(0x18);
                m.WriteInt32(type);
            });
        }

        WriteMessage(model, 2, m =>
        {
            m.WriteTag(3, WireFormat.WireType.Varint);
            m.WriteInt32(modelType); // 1 is Unigram
            m.WriteTag(40, WireFormat.WireType.Varint);
            m.WriteInt32(unknownId);
            m.WriteTag(41, WireFormat.WireType.Varint);
            m.WriteInt32(unknownId == 0 && pieces[1].Piece == "<s>" ? 1 : 2);
            m.WriteTag(42, WireFormat.WireType.Varint);
            m.WriteInt32(unknownId == 0 && pieces[1].Piece == "<s>" ? 2 : 3);
            m.WriteTag(43, WireFormat.WireType.Varint);
            m.WriteInt32(paddingId);
        });
        WriteMessage(model, 3, m =>
        {
            m.WriteTag(1, WireFormat.WireType.LengthDelimited);
            m.WriteString("identity");
            if (map is not null)
            {
                m.WriteTag(2, WireFormat.WireType.LengthDelimited);
                m.WriteBytes(ByteString.CopyFrom(map));
            }
        });
    }

    private static void WriteMessage(CodedOutputStream model, int field, Action<CodedOutputStream> write)
    {
        using MemoryStream content = new();
        using (CodedOutputStream message = new(content, leaveOpen: true))
        {
            write(message);
        }

        model.WriteTag(field, WireFormat.WireType.LengthDelimited);
        model.WriteBytes(ByteString.CopyFrom(content.ToArray()));
    }
}
