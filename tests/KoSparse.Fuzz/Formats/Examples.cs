using System.IO.Compression;
using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Safetensors;
using KoSparse.Search.Indexing;
using KoSparse.Tensors;
using KoSparse.Text;
using KoSparse.Vectors;
using Parquet;
using Parquet.Schema;

namespace KoSparse.Fuzz.Formats;

/// <summary>Small good examples of the formats, written by this project or by hand.</summary>
internal static class Examples
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "등대", "##는", "밤", "##에", "켜진다", ".", "한강", "abc"];

    private static readonly string[] GoodPickles = ["legacy", "zip"];

    private static readonly double[] Grades = [2, 0];

    /// <summary>The bytes of a text.</summary>
    public static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes as a <c>.gz</c> file.</summary>
    public static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>The files that are written to a folder, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(Action<string> write)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-example-");
        try
        {
            write(folder.FullName);
            return folder.GetFiles("*", SearchOption.AllDirectories).ToDictionary(
                file => Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'), file => File.ReadAllBytes(file.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>An index of two segments with text, fields and a deletion: weights of 16 bits in the vectors, of 8 in the text.</summary>
    public static void WriteIndex(string folder)
    {
        using IndexWriter writer = IndexWriter.Open(folder, 10, weightBits: 16);
        writer.Add(new Document("a", "등대", "등대는 밤에 켜진다.") { Fields = "{\"year\":1999}" }, SparseVector.FromTerms([new TermWeight(1, 1), new TermWeight(3, 2)]));
        writer.Add(new Document("b", "", "한강은 흐른다."), SparseVector.FromTerms([new TermWeight(2, 0.5f)]));
        writer.Commit();
        writer.Add(new Document("c", "", "등대와 바다"), SparseVector.FromTerms([new TermWeight(1, 3)]));
        writer.Delete("b");
        writer.Commit();
    }

    /// <summary>The folder of a model: config, a tensor, tokenizer, and what was counted.</summary>
    public static void WriteModel(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', Vocabulary) + "\n");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), "{\"do_lower_case\": false, \"mask_token\": \"[MASK]\"}");
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        TokenizerFolder.Copy(folder, folder + "-copy");
        File.Move(Path.Combine(folder + "-copy", "tokenizer.json"), Path.Combine(folder, "tokenizer.json"));
        Directory.Delete(folder + "-copy", recursive: true);
        EncoderConfig encoder = new() { VocabularySize = Vocabulary.Length, HiddenSize = 8, Layers = 1, Heads = 2, IntermediateSize = 16, MaxPositions = 32 };
        SparseModelConfig model = new() { Encoder = encoder, LexicalPrior = new LexicalPriorOptions { AverageLength = 8 }, ContextGate = new ContextGateOptions { Heads = 2 } };
        new HuggingFaceConfig(model, new EncodeOptions { MaxLength = 32 }).Write(folder, tokenizer);
        WriteTensor(Path.Combine(folder, "model.safetensors"), "embeddings.word_embeddings.weight", [1.5f, -2, 0, 4]);
        IdfFile.Write(folder, IdfCounter.Count(["등대는 밤에 켜진다.", "한강"], tokenizer, IdfSmoothing.Bm25));
        new WordFamilies(new Dictionary<int, IReadOnlyList<(int, float)>> { [5] = [(11, 0.5f)] }).Write(folder, tokenizer);
        KoreanTokenFile.Write(Path.Combine(folder, "korean_token_ids.json"), tokenizer);
    }

    /// <summary>An index of one shard.</summary>
    public static byte[] ShardIndex() => Utf8("{\"metadata\":{\"total_size\":16},\"weight_map\":{\"embeddings.word_embeddings.weight\":\"model-1.safetensors\"}}");

    /// <summary>Judgements as Parquet.</summary>
    public static byte[] Parquet()
    {
        using MemoryStream bytes = new();
        WriteParquetAsync(bytes).GetAwaiter().GetResult();
        return bytes.ToArray();
    }

    /// <summary>Checkpoints as torch wrote them: zip, legacy, and some that mean harm.</summary>
    public static IEnumerable<string> Pickles() => GoodPickles.Select(name => Path.Combine(Root(), "tests", "golden", "pickles", $"{name}.bin"));

    /// <summary>A SentencePiece model of a few pieces, as messages of <c>sentencepiece_model.proto</c>.</summary>
    public static byte[] SentencePiece()
    {
        (string Piece, float Score, int Type)[] pieces =
            [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁등대", -1, 1), ("는", -2, 1), ("▁", -3, 1), ("밤", -4, 1), ("등", -5, 1), ("대", -6, 1)];
        return [.. pieces.SelectMany(piece =>
        {
            byte[] text = Utf8(piece.Piece);
            byte[] message = [0x0A, (byte)text.Length, .. text, 0x15, .. BitConverter.GetBytes(piece.Score), 0x18, (byte)piece.Type];
            return (byte[])[0x0A, (byte)message.Length, .. message];
        })];
    }

    private static void WriteTensor(string path, string name, float[] values)
    {
        using SafetensorsWriter writer = new(path, [new TensorEntry(name, TensorType.F32, [2, values.Length / 2])]);
        writer.Write(name, MemoryMarshal.AsBytes(values.AsSpan()));
        writer.Complete();
    }

    private static async Task WriteParquetAsync(MemoryStream bytes)
    {
        DataField<string> query = new("query-id"), document = new("corpus-id");
        DataField<double> score = new("score");
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(query, document, score), bytes);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await group.WriteAsync(query, ["q1", "q1"]);
        await group.WriteAsync(document, ["d1", "d2"]);
        await group.WriteAsync<double>(score, Grades.AsMemory());
    }

    /// <summary>The repository: the folder above that holds the solution.</summary>
    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KoSparse.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Run this within the repository: no KoSparse.slnx above.");
    }
}
