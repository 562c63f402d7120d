using System.Globalization;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Export;
using KoSparse.Encoding.Lines;
using KoSparse.Files;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Tests.Search;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Killing;

/// <summary>Writers that <see cref="KillTests"/> kills.</summary>
internal static class KilledWriters
{
    private const int Documents = 60;
    private const int VocabularySize = 20_000;

    private static readonly Lazy<WordTokenizer> Words = new(() => new WordTokenizer([.. Enumerable.Range(5, VocabularySize - 5).Select(n => $"낱말{n}")]));

    /// <summary>All of them, by kind.</summary>
    public static IReadOnlyDictionary<string, KilledWriter> All { get; } = new Dictionary<string, KilledWriter>
    {
        ["index"] = new(WriteIndex, ReadIndex) { Contents = Segments },
        ["changed index"] = KilledIndexChanges.Writer,
        ["idf"] = new((folder, state) => IdfFile.Write(folder, Idf(state)), ReadIdf),
        ["tokens"] = new((folder, state) => KoreanTokenFile.Write(Path.Combine(folder, "tokens.json"), Renamed(state)), ReadTokens),
        ["triplets"] = new(WriteTriplets, ReadTriplets),
        ["vectors"] = new(WriteVectors, ReadVectors) { Begun = ".part" },
        ["kept vectors"] = KilledKeptVectors.Writer,
        ["fetch"] = KilledFetch.Writer,
        ["export"] = new(WriteExport, ReadExport),
    };

    private static string Model => SharedData.Golden("models/distilbert");

    private static void WriteIndex(string folder, int state)
    {
        using var writer = IndexWriter.Open(folder, VocabularySize, "", replace: true, new IndexMemory(PostingBytes: 2000, long.MaxValue, int.MaxValue));
        for (int i = 0; i < Documents; i++)
        {
            writer.Add(
                new Document($"{i}", "", $"{state} " + string.Concat(Enumerable.Repeat($"글{i} ", 200))),
                SparseVector.FromTerms([new TermWeight(0, 1), new TermWeight(1 + i, state)]));
        }

        writer.Commit();
    }

    private static int? ReadIndex(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.json")))
        {
            return 0;
        }

        SearchIndex index = SearchIndex.Open(folder);
        Assert.Empty(index.Faults);
        Assert.Empty(IndexCheck.Run(folder));
        int[] states = [.. index.Search(SparseVector.FromTerms([new TermWeight(0, 1)]), 999)
            .Select(hit => int.Parse(index.Document(hit.Document).Text.Split(' ')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(Documents, states.Length);
        return Assert.Single(states.Distinct());
    }

    /// <summary>The segments of an index, by their bytes alone: no name is used twice.</summary>
    internal static string[] Segments(string folder) =>
        [.. KilledWriter.Names(folder).Where(file => Path.GetExtension(file) is ".bin" or ".live").Select(file => KilledWriter.Hash(Path.Combine(folder, file)))];

    /// <summary>Numbers, and a count of documents that belongs to them alone.</summary>
    private static InverseDocumentFrequency Idf(int state) => new(
        [.. Enumerable.Range(0, VocabularySize).Select(id => state + (id % 3))],
        1000 + state,
        IdfSmoothing.Bm25,
        Words.Value.Hash,
        Words.Value.SpecialTokens.All);

    private static int? ReadIdf(string folder)
    {
        if (!IdfFile.Exists(folder))
        {
            return 0;
        }

        InverseDocumentFrequency read = IdfFile.Read(folder, Words.Value);
        int state = (int)read.DocumentCount - 1000;
        Assert.Equal(Idf(state).DocumentFrequencies.ToArray(), read.DocumentFrequencies.ToArray());
        return state;
    }

    /// <summary>A tokenizer with so many Korean words more.</summary>
    private static WordTokenizer Renamed(int state) => new([.. Enumerable.Range(0, 5000 + state).Select(n => $"낱말{n}")]);

    private static int? ReadTokens(string folder)
    {
        string path = Path.Combine(folder, "tokens.json");
        if (!File.Exists(path))
        {
            return 0;
        }

        int words = (int)JsonFile.Read(path)["vocabulary_size"]! - Renamed(0).Vocabulary.Count;
        Assert.NotEmpty(KoreanTokenFile.Read(path, Renamed(words)).KoreanTokenIds);
        return words;
    }

    private static void WriteTriplets(string folder, int state)
    {
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, "train.jsonl.gz"), beside =>
        {
            using TripletWriter writer = new(beside);
            Random random = new(state); // packs badly, so that the file is long
            for (int i = 0; i < 2000; i++)
            {
                writer.Write(new Triplet($"{state} 물음 {random.Next()}", new Document("", "", $"글 {random.Next()}"), []));
            }
        });
    }

    private static int? ReadTriplets(string folder)
    {
        string path = Path.Combine(folder, "train.jsonl.gz");
        if (!File.Exists(path))
        {
            return 0;
        }

        Triplet[] read = [.. TripletReader.Read(path)];
        Assert.Equal(2000, read.Length);
        return int.Parse(Assert.Single(read.Select(triplet => triplet.Query.Split(' ')[0]).Distinct()), CultureInfo.InvariantCulture);
    }

    /// <summary>Several portions; one that was killed is gone on with.</summary>
    private static void WriteVectors(string folder, int state) => new EncodedFile(Path.Combine(folder, "vectors.jsonl"), $"{state}").Write(
        Enumerable.Range(0, 3 * EncodedFile.Portion).Select(i => new Document($"{i}", "", "")),
        documents => [.. documents.Select(document => SparseVector.FromTerms([new TermWeight(5, state), .. Enumerable.Range(6, 20).Select(id => new TermWeight(id, 1f / id))]))],
        VectorFormat.Of("vectors", new VectorFormatOptions(Words.Value, VocabularySize) { Ids = true }));

    private static int? ReadVectors(string folder)
    {
        string path = Path.Combine(folder, "vectors.jsonl");
        if (!File.Exists(path))
        {
            return 0;
        }

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3 * EncodedFile.Portion, lines.Length);
        return Assert.Single(lines.Select(line => JsonNode.Parse(line)!["vector"]!["5"]!.GetValue<int>()).Distinct());
    }

    private static void WriteExport(string folder, int state) =>
        HuggingFaceExport.Write(Model, Model, folder, change: options => options with { Pruning = options.Pruning with { MaxTerms = state } });

    /// <summary>Between two renames of a folder it has no name; whoever reads it puts it back.</summary>
    private static int? ReadExport(string folder)
    {
        WholeFolder.Restore(folder);
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        using var model = OpenModel.Open(folder);
        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors")), "no weights");
        return model.Parts.Encode.Pruning.MaxTerms;
    }
}
