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

/// <summary>Writers that KillTests kills: each writes state n in the place of state n − 1, and tells which state a folder holds.</summary>
internal static class KilledWriters
{
    private const int Documents = 60;
    private const int VocabularySize = 20_000;

    private static readonly Lazy<WordTokenizer> Words = new(() => new WordTokenizer([.. Enumerable.Range(5, VocabularySize - 5).Select(n => $"낱말{n}")]));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Kinds => ["index", "idf", "tokens", "triplets", "vectors", "export"];

    /// <summary>Writes states one after the other and says the number of each that is done; 1 where one could not be written.</summary>
    public static int Run(string kind, string folder, int from, int to)
    {
        try
        {
            Console.WriteLine(from - 1);
            for (int state = from; state <= to; state++)
            {
                Write(kind, folder, state);
                Console.WriteLine(state);
            }

            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Console.Error.WriteLine(fault.Message); // the last is how .NET tells of a file above its file system's limit
            return 1;
        }
    }

    /// <summary>Writes a state.</summary>
    public static void Write(string kind, string folder, int state)
    {
        switch (kind)
        {
            case "index":
                WriteIndex(folder, state);
                break;
            case "idf":
                IdfFile.Write(folder, Idf(state));
                break;
            case "tokens":
                KoreanTokenFile.Write(Path.Combine(folder, "tokens.json"), Renamed(state));
                break;
            case "triplets":
                WriteTriplets(folder, state);
                break;
            case "vectors":
                WriteVectors(Path.Combine(folder, "vectors.jsonl"), state);
                break;
            default:
                HuggingFaceExport.Write(Model, Model, folder, change: options => options with { Pruning = options.Pruning with { MaxTerms = state } });
                break;
        }
    }

    /// <summary>The state that a folder holds, whole; 0 for none.</summary>
    public static int Read(string kind, string folder) => kind switch
    {
        "index" => File.Exists(Path.Combine(folder, "index.json")) ? ReadIndex(folder) : 0,
        "idf" => IdfFile.Exists(folder) ? ReadIdf(folder) : 0,
        "tokens" => File.Exists(Path.Combine(folder, "tokens.json")) ? ReadTokens(folder) : 0,
        "triplets" => File.Exists(Path.Combine(folder, "train.jsonl.gz")) ? ReadTriplets(folder) : 0,
        "vectors" => File.Exists(Path.Combine(folder, "vectors.jsonl")) ? ReadVectors(Path.Combine(folder, "vectors.jsonl")) : 0,
        _ => Restored(folder) ? ReadExport(folder) : 0,
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

    private static int ReadIndex(string folder)
    {
        SearchIndex index = SearchIndex.Open(folder);
        Assert.Empty(index.Faults);
        Assert.Empty(IndexCheck.Run(folder));
        int[] states = [.. index.Search(SparseVector.FromTerms([new TermWeight(0, 1)]), 999)
            .Select(hit => int.Parse(index.Document(hit.Document).Text.Split(' ')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(Documents, states.Length);
        return Assert.Single(states.Distinct());
    }

    /// <summary>Numbers, and a count of documents that belongs to them alone.</summary>
    private static InverseDocumentFrequency Idf(int state) => new(
        [.. Enumerable.Range(0, VocabularySize).Select(id => state + (id % 3))],
        1000 + state,
        IdfSmoothing.Bm25,
        Words.Value.Hash,
        Words.Value.SpecialTokens.All);

    private static int ReadIdf(string folder)
    {
        InverseDocumentFrequency read = IdfFile.Read(folder, Words.Value);
        int state = (int)read.DocumentCount - 1000;
        Assert.Equal(Idf(state).DocumentFrequencies.ToArray(), read.DocumentFrequencies.ToArray());
        return state;
    }

    /// <summary>A tokenizer with so many Korean words more.</summary>
    private static WordTokenizer Renamed(int state) => new([.. Enumerable.Range(0, 5000 + state).Select(n => $"낱말{n}")]);

    private static int ReadTokens(string folder)
    {
        string path = Path.Combine(folder, "tokens.json");
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

    private static int ReadTriplets(string folder)
    {
        Triplet[] read = [.. TripletReader.Read(Path.Combine(folder, "train.jsonl.gz"))];
        Assert.Equal(2000, read.Length);
        return int.Parse(Assert.Single(read.Select(triplet => triplet.Query.Split(' ')[0]).Distinct()), CultureInfo.InvariantCulture);
    }

    /// <summary>Several portions; one that was killed is gone on with.</summary>
    private static void WriteVectors(string path, int state) => new EncodedFile(path, $"{state}").Write(
        Enumerable.Range(0, 3 * EncodedFile.Portion).Select(i => new Document($"{i}", "", "")),
        documents => [.. documents.Select(document => SparseVector.FromTerms([new TermWeight(5, state), .. Enumerable.Range(6, 20).Select(id => new TermWeight(id, 1f / id))]))],
        VectorFormat.Of("vectors", new VectorFormatOptions(Words.Value, VocabularySize) { Ids = true }));

    private static int ReadVectors(string path)
    {
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3 * EncodedFile.Portion, lines.Length);
        return Assert.Single(lines.Select(line => JsonNode.Parse(line)!["vector"]!["5"]!.GetValue<int>()).Distinct());
    }

    /// <summary>Between two renames of a folder it has no name; whoever reads it puts it back.</summary>
    private static bool Restored(string folder)
    {
        WholeFolder.Restore(folder);
        return Directory.Exists(folder);
    }

    private static int ReadExport(string folder)
    {
        using var model = OpenModel.Open(folder);
        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors")), "no weights");
        return model.Parts.Encode.Pruning.MaxTerms;
    }
}
