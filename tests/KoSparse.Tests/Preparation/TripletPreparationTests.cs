using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Preparation;

namespace KoSparse.Tests.Preparation;

public sealed class TripletPreparationTests : IDisposable
{
    private const int Pages = 300;

    private static readonly string[] Things = ["등대", "물레방아", "시계탑", "온실", "돌다리", "활터", "가마터", "우물"];
    private static readonly string[] Makers = ["목수", "석공", "어부", "농부", "도공", "상인"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-triplets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_TwoShardsAndQuestions_WritesEveryKindOfQuery()
    {
        PreparationStatistics statistics = new TripletPreparation(Options()).Run();

        List<Triplet> triplets = [.. TripletReader.Read(Path.Combine(Options().Output, "train_*.jsonl"))];
        Assert.Equal(statistics.Files.Where(file => file.Key != "validation.jsonl").Sum(file => file.Value.Triplets), triplets.Count);
        Assert.Superset(
            new HashSet<string?> { "single_term", "multi_term", "original", "hard_neg", "question", "context" },
            triplets.Select(triplet => triplet.PairType).ToHashSet());
        Assert.All(triplets, triplet =>
        {
            Assert.Equal(triplet.PairType is "hard_neg" or "question" or "context", triplet.Negatives.Count > 0);
            Assert.DoesNotContain(triplet.Positive, triplet.Negatives);
        });
    }

    [Fact]
    public void Run_HardNegatives_AreOfOtherPages()
    {
        new TripletPreparation(Options()).Run();

        // Every paragraph begins with the title of its page.
        Triplet[] hard = [.. TripletReader.Read(Path.Combine(Options().Output, "train_shard*.jsonl")).Where(t => t.Negatives.Count > 0)];
        Assert.NotEmpty(hard);
        Assert.All(
            hard,
            triplet => Assert.All(triplet.Negatives, negative =>
                Assert.NotEqual(triplet.Positive.Title, negative.Title)));
    }

    [Fact]
    public void Run_BenchmarkAndValidationQuestions_AreNoTrainingQueries()
    {
        TripletPreparationOptions options = Options();
        new TripletPreparation(options).Run();
        string[] trained = [.. TripletReader.Read(Path.Combine(options.Output, "train_*.jsonl")).Select(t => t.Query)];

        Benchmark validation = BenchmarkFolder.Open(Path.Combine(options.Output, "validation")).Read();

        Assert.Equal(5, validation.Queries.Count); // half of the ten that are not in the benchmark
        Assert.DoesNotContain(trained, query => validation.Queries.Any(held => held.Text == query));
        Assert.DoesNotContain("온실 11은 어디에 있나요?", trained); // the benchmark asks it with other spaces
        Assert.Contains(trained, query => query.EndsWith("궁금해요.", StringComparison.Ordinal)); // the others are trained on
        Assert.Equal(0, validation.Queries.Count(query => query.Text.StartsWith("온실 11은", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_SameSeedElsewhere_WritesTheSameBytes()
    {
        new TripletPreparation(Options("one")).Run();
        new TripletPreparation(Options("two")).Run();

        string[] files = Directory.GetFiles(Path.Combine(_folder.FullName, "one"));
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Assert.Equal(
                File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder.FullName, "two", Path.GetFileName(file))));
        }
    }

    [Fact]
    public void Run_AfterAnInterruption_MakesOnlyWhatIsMissing()
    {
        TripletPreparationOptions options = Options();
        using CancellationTokenSource stop = new();
        StopAt interrupt = new("train_shard-b.jsonl", stop);
        Assert.Throws<OperationCanceledException>(() => new TripletPreparation(options, interrupt).Run(stop.Token));
        string first = Path.Combine(options.Output, "train_shard-a.jsonl");
        string second = Path.Combine(options.Output, "train_shard-b.jsonl");
        Assert.False(File.Exists(second));
        File.AppendAllText(first, "\n"); // an empty line tells whether the file is written again

        PreparationStatistics statistics = new TripletPreparation(options).Run();
        new TripletPreparation(Options("whole")).Run();

        Assert.Equal(5, statistics.Files.Count); // questions, validation, context pairs, two shards
        Assert.EndsWith("\n\n", File.ReadAllText(first), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder.FullName, "whole", "train_shard-b.jsonl")), File.ReadAllText(second));
    }

    [Fact]
    public void Run_OtherOptionsInTheSameFolder_SaysSo()
    {
        new TripletPreparation(Options()).Run();

        TripletPreparationException fault = Assert.Throws<TripletPreparationException>(
            () => new TripletPreparation(Options() with { Seed = 7 }).Run());

        Assert.Contains("seed 42", fault.Message, StringComparison.Ordinal);
        Assert.Contains("seed 7", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OptionOutOfRange_Throws()
    {
        Assert.Throws<ValidationException>(() => new TripletPreparation(Options() with { Negatives = 0 }));
    }

    private TripletPreparationOptions Options(string output = "out") => new()
    {
        Shards = [WriteShard("shard-a", 0), WriteShard("shard-b", Pages)],
        Questions = WriteQuestions(),
        BenchmarkQueries = [WriteLines("queries", [new { _id = "1", text = "온실11은 어디에 있나요" }])],
        Output = Path.Combine(_folder.FullName, output),
        ValidationShare = 0.5,
        ValidationParagraphs = 20,
    };

    private string WriteShard(string name, int first) => WriteLines(name, Enumerable.Range(first, Pages)
        .SelectMany(page => new[] { Paragraph(page, 0), Paragraph(page, 1) }));

    private string WriteQuestions() => WriteLines("questions", Enumerable.Range(0, 10)
        .Select(i => (Query: $"{Things[i % 8]} {i}의 사연이 궁금해요.", Page: i))
        .Append((Query: "온실 11은 어디에 있나요?", Page: 11))
        .Select(question => (object)new
        {
            query = question.Query,
            positives = new[] { Paragraph(question.Page, 0) },
            negatives = new[] { Paragraph(question.Page + 50, 0) },
        }));

    private string WriteLines(string name, IEnumerable<object> lines)
    {
        string path = Path.Combine(_folder.FullName, $"{name}.jsonl");
        File.WriteAllLines(path, lines.Select(line => JsonSerializer.Serialize(line)));
        return path;
    }

    private static object Paragraph(int page, int place)
    {
        string thing = Things[page % Things.Length];
        string maker = Makers[page % Makers.Length];
        string village = Village(page);
        string neighbour = Village((page * 7) + 3);
        string text = place == 0
            ? $"{thing} {page}은 {1700 + page}년에 {maker}의 손에 지어졌고 {neighbour}에서 고개 너머 {village}에 위치한 {thing}이다. 지금도 그 {maker}가 아끼던 연장을 볼 수 있다."
            : $"{thing} {page}의 둘레는 약 {page + 10}미터이다. {1750 + page}년에 {maker}에게서 {thing}을 사들인 고을이 크게 수리하였다. 봄마다 {village}과 {neighbour}에서 모여 잔치를 연다.";
        return new { _id = $"{page}#{place}", title = $"{thing} {page}", text };
    }

    // A hundred names, so that each is rare enough to be a query.
    private static string Village(int page) => $"{"솔샘꽃달별빛길재배감"[page % 10]}{"골터말뫼못내들섬굴벌"[page / 10 % 10]}마을";

    private sealed class StopAt(string stage, CancellationTokenSource stop) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value)
        {
            if (value.Stage == stage)
            {
                stop.Cancel();
            }
        }
    }
}
