using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Encoders;
using KoSparse.Fuzz.Running;
using KoSparse.Pickles;
using KoSparse.Search.Indexing;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Tensors;
using KoSparse.Text;
using KoSparse.Vectors;
using KoSparse.Weights;

namespace KoSparse.Fuzz.Formats;

/// <summary>Every format that this project reads without torch, each with a reader that goes to the last byte.</summary>
internal static class FormatList
{
    /// <summary>The formats; the examples are made anew, in a moment.</summary>
    public static IReadOnlyList<FuzzedFormat> All() =>
    [
        .. Texts(),
        .. Benchmarks(),
        .. Models(),
        .. RunFormats.All(),
        .. HubFormats.All(),
        .. ServiceFormats.All(),
        new("index", Examples.Of(Examples.WriteIndex), ReadIndex),
    ];

    private static IEnumerable<FuzzedFormat> Texts()
    {
        byte[] documents = Examples.Utf8("{\"_id\":\"a\",\"title\":\"등대\",\"text\":\"등대는 밤에 켜진다.\",\"year\":1999}\n{\"_id\":7,\"text\":\"한강은 흐른다.\"}\n");
        byte[] triplets = Examples.Utf8("{\"query\":\"등대는?\",\"positive\":{\"title\":\"등대\",\"text\":\"켜진다\"},\"negatives\":[\"하나\",\"둘\"],\"teacher_scores\":[1.5,0.5,0.25],\"pair_type\":\"title\"}\n");
        yield return FuzzedFormat.OfFile("documents", "documents.jsonl", documents, path => Count(DocumentReader.Read(path)));
        yield return FuzzedFormat.OfFile("documents.gz", "documents.jsonl.gz", Examples.Packed(documents), path => Count(DocumentReader.Read(path)));
        yield return FuzzedFormat.OfFile("triplets", "train_a.jsonl", triplets, path => Count(TripletReader.Read(path)));
        yield return FuzzedFormat.OfFile("yaml", "settings.yaml", Examples.Utf8("max_length: 128\nquery_encoder: idf\npruning:\n  max_terms: 200   # heaviest\n  max_ratio: 0.15\nvariants: {word_start: 0.5, syllable: 0.25}\n"), path => _ = ConfigReader.Read<EncodeOptions>(path, []));
        yield return FuzzedFormat.OfFile("texts", "texts.txt", Examples.Utf8("등대는 밤에 켜진다.\r\n한강은 흐른다.\n"), path => Count(TextSample.Read(path).Documents));
    }

    private static IEnumerable<FuzzedFormat> Benchmarks()
    {
        Dictionary<string, byte[]> files = new()
        {
            ["corpus.jsonl"] = Examples.Utf8("{\"_id\":\"d1\",\"title\":\"\",\"text\":\"하나\"}\n{\"_id\":\"d2\",\"text\":\"둘\"}\n"),
            ["queries.jsonl"] = Examples.Utf8("{\"_id\":\"q1\",\"text\":\"무엇?\"}\n"),
        };
        void Read(string folder) => Count(BenchmarkFolder.Open(folder).Read().Queries);
        yield return new("benchmark", new Dictionary<string, byte[]>(files) { ["qrels/test.tsv"] = Examples.Utf8("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n") }, Read);
        yield return new("qrels", new Dictionary<string, byte[]>(files) { ["qrels/test.trec"] = Examples.Utf8("q1 0 d1 2\nq1 0 d2 0\n") }, Read);
        yield return new("parquet", new Dictionary<string, byte[]>(files) { ["qrels/test.parquet"] = Examples.Parquet() }, Read)
        {
            MostBytes = 7L << 30, // Parquet.Net makes room for what a damaged page says that it unpacks to, at most 2 GiB for each of three columns
        };
        yield return FuzzedFormat.OfFile("run", "a.trec", Examples.Utf8("q1 Q0 d1 1 2.5 x\nq1 Q0 d2 2 1e-3 x\n"), path => _ = Evaluation.Runs.TrecRunFile.Read(path));
    }

    private static IEnumerable<FuzzedFormat> Models()
    {
        IReadOnlyDictionary<string, byte[]> model = Examples.Of(Examples.WriteModel);
        IReadOnlyDictionary<string, byte[]> Only(params string[] names) => model.Where(file => names.Contains(file.Key)).ToDictionary();
        yield return new("config", Only("config.json"), folder => _ = HuggingFaceConfig.Read(folder));
        yield return new("safetensors", Only("model.safetensors"), ReadTensors);
        yield return new("shards", new Dictionary<string, byte[]> { ["model-1.safetensors"] = model["model.safetensors"], ["model.safetensors.index.json"] = Examples.ShardIndex() }, ReadTensors);
        yield return new("wordpiece", Only("vocab.txt", "tokenizer_config.json"), ReadTokenizer);
        yield return new("tokenizer.json", Only("tokenizer.json"), ReadTokenizer);
        yield return new("counted", Only("vocab.txt", "tokenizer_config.json", "idf.safetensors", "idf_statistics.json", "families.json", "korean_token_ids.json"), ReadCounted);
        yield return new("sentencepiece", new Dictionary<string, byte[]> { ["tokenizer.model"] = Examples.SentencePiece() }, ReadTokenizer);
        foreach (string pickle in Examples.Pickles())
        {
            yield return FuzzedFormat.OfFile("pickle", "pytorch_model.bin", File.ReadAllBytes(pickle), path =>
            {
                using TorchCheckpoint checkpoint = TorchCheckpoint.Open(path);
                foreach (TensorEntry entry in checkpoint.Tensors)
                {
                    Read(checkpoint, entry);
                }
            });
        }
    }

    private static void Count<T>(IEnumerable<T> values) => _ = values.Count();

    private static void ReadTensors(string folder)
    {
        using TensorFolder tensors = TensorFolder.Open(folder);
        foreach (TensorEntry entry in tensors.Tensors)
        {
            Read(tensors.ShardOf(entry.Name), entry);
        }
    }

    private static void Read(ITensorReader reader, TensorEntry entry) => reader.Read(entry.Name, new byte[Math.Min(entry.ByteLength, 1 << 20)]);

    private static void ReadTokenizer(string folder)
    {
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        _ = tokenizer.Tokenize("등대는 밤에 켜진다. ABC １２３ \u200B👩‍🔬");
        _ = TokenClasses.Of(tokenizer);
    }

    private static void ReadCounted(string folder)
    {
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        _ = IdfFile.Read(folder, tokenizer);
        _ = WordFamilies.Read(folder, tokenizer);
        _ = KoreanTokenFile.Read(Path.Combine(folder, "korean_token_ids.json"), tokenizer);
    }

    private static void ReadIndex(string folder)
    {
        _ = IndexCheck.Run(folder);
        SearchIndex index = SearchIndex.Open(folder);
        foreach (ScoredDocument hit in index.Search(SparseVector.FromTerms([new TermWeight(1, 1), new TermWeight(2, 2)]), 10).Concat(index.SearchText("등대", 10)))
        {
            _ = index.Document(hit.Document);
        }
    }
}
