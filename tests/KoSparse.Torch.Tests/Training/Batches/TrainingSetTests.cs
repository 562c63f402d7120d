using KoSparse.Data;
using KoSparse.Training.Batches;
using KoSparse.Training.Curriculum;

namespace KoSparse.Torch.Tests.Training.Batches;

public sealed class TrainingSetTests
{
    private static readonly DataOptions Options = new() { Train = ["none"], BatchSize = 8 };

    [Fact]
    public void BatchesOf_SameSeedAndEpoch_IsTheSameInAnyOrderOfCalls()
    {
        TrainingSet one = Set(100);
        TrainingSet two = Set(100);
        _ = one.BatchesOf(1, null);
        _ = one.BatchesOf(3, null);

        Assert.Equal(two.BatchesOf(2, null), one.BatchesOf(2, null));
        Assert.NotEqual(one.BatchesOf(1, null), one.BatchesOf(2, null));
        Assert.NotEqual(Set(100, seed: 2).BatchesOf(1, null), one.BatchesOf(1, null));
    }

    /// <summary>The order of a fixed seed, stored: a new process must draw what an old one drew, or no run resumes.</summary>
    [Fact]
    public void BatchesOf_FixedSeed_IsTheStoredOrder()
    {
        TrainingSet set = TrainingSet.Of(Triplets(6), Options with { BatchSize = 2 }, seed: 42);

        Assert.Equal("3 2 | 0 5 | 4 1", string.Join(" | ", set.BatchesOf(1, null).Select(b => string.Join(' ', b))));
    }

    [Fact]
    public void BatchesOf_OneEpoch_DrawsEveryTripletOnce()
    {
        int[] drawn = [.. Set(100).BatchesOf(1, null).SelectMany(b => b)];

        Assert.Equal(Enumerable.Range(0, 100), drawn.Order());
        Assert.Equal(13, Set(100).BatchesOf(1, null).Count); // 12 of 8 and one of 4
        Assert.Equal(13, Set(100).BatchesPerEpoch);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(250)] // more than there are: every triplet at least twice
    public void BatchesOf_SamplesPerEpoch_DrawsThatMany(int samples)
    {
        TrainingSet set = TrainingSet.Of(Triplets(100), Options with { SamplesPerEpoch = samples }, seed: 1);

        int[] drawn = [.. set.BatchesOf(1, null).SelectMany(b => b)];

        Assert.Equal(samples, drawn.Length);
        Assert.Equal(set.BatchesPerEpoch, set.BatchesOf(1, null).Count);
        Assert.InRange(drawn.CountBy(i => i).Max(c => c.Value), samples / 100, (samples + 99) / 100);
    }

    /// <summary>Weights .5, .25 and .25 of 80 samples, of types that have 50, 30 and 20 triplets.</summary>
    [Fact]
    public void BatchesOf_DataWeights_DrawsTheirShares()
    {
        TrainingSet set = TrainingSet.Of(Triplets(100), Options with { SamplesPerEpoch = 80 }, seed: 1);
        var phase = new CurriculumPhase
        {
            FromEpoch = 1,
            ToEpoch = 1,
            DataWeights = new Dictionary<string, double> { ["original"] = 0.5, ["multi_term"] = 0.25, ["hard_neg"] = 0.25 },
        };

        Dictionary<string, int> counts = set.BatchesOf(1, phase).SelectMany(b => b).CountBy(i => set[i].PairType!).ToDictionary();

        Assert.Equal(new Dictionary<string, int> { ["original"] = 40, ["multi_term"] = 20, ["hard_neg"] = 20 }, counts);
    }

    [Fact]
    public void BatchesOf_MissingType_ItsShareGoesToTheOthers()
    {
        TrainingSet set = TrainingSet.Of(Triplets(100), Options with { SamplesPerEpoch = 33 }, seed: 1);
        var weights = new Dictionary<string, double> { ["single_term"] = 0.4, ["original"] = 0.4, ["hard_neg"] = 0.2 };

        int[] drawn = [.. set.BatchesOf(1, new CurriculumPhase { FromEpoch = 1, ToEpoch = 1, DataWeights = weights }).SelectMany(b => b)];

        Assert.Equal(33, drawn.Length);
        Assert.Equal(["hard_neg", "original"], drawn.Select(i => set[i].PairType).Distinct().Order());
    }

    [Fact]
    public void BatchesOf_OnlyMissingTypes_NamesThoseThatAreThere()
    {
        var phase = new CurriculumPhase { FromEpoch = 1, ToEpoch = 2, DataWeights = new Dictionary<string, double> { ["single_term"] = 1 } };

        TripletFormatException exception = Assert.Throws<TripletFormatException>(() => Set(10).BatchesOf(1, phase));

        Assert.Contains("single_term of epochs 1 to 2; found original", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Within a bucket texts of a length stand together: the spread of a batch is far below that of all texts.</summary>
    [Fact]
    public void BatchesOf_Lengths_AreAlikeWithinABatch()
    {
        TrainingSet set = Set(256);

        double spread = set.BatchesOf(1, null).Average(b => b.Max(i => set[i].Positive.Length) - b.Min(i => set[i].Positive.Length));

        int whole = Enumerable.Range(0, 256).Max(i => set[i].Positive.Length) - Enumerable.Range(0, 256).Min(i => set[i].Positive.Length);
        Assert.True(spread < whole / 4.0, $"{spread} of {whole}");
        int[] firsts = [.. set.BatchesOf(1, null).Select(b => set[b[0]].Positive.Length)];
        Assert.NotEqual(firsts.Order(), firsts);
    }

    [Fact]
    public void Read_OneTriplet_SaysThatTwoAreNeeded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-set-");
        string path = Path.Combine(folder.FullName, "train.jsonl");
        File.WriteAllText(path, "{\"query\": \"등대\", \"positive\": \"등대가 있다\"}\n");

        TripletFormatException exception = Assert.Throws<TripletFormatException>(
            () => TrainingSet.Read(Options with { Train = [path] }, seed: 1));

        folder.Delete(recursive: true);
        Assert.Contains("1 triplet(s); training needs at least 2", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A quick run reads a few of every file, whatever their sizes.</summary>
    [Fact]
    public void Read_MaxSamples_TakesTheFilesInTurns()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-set-");
        string[] paths = [.. new[] { "a", "b" }.Select(name => Path.Combine(folder.FullName, $"{name}.jsonl"))];
        File.WriteAllLines(paths[0], Lines("등대", 5));
        File.WriteAllLines(paths[1], Lines("우물", 2));

        TrainingSet set = TrainingSet.Read(Options with { Train = paths, MaxSamples = 6 }, seed: 1);
        TrainingSet whole = TrainingSet.Read(Options with { Train = [paths[0], Path.Combine(folder.FullName, "?.jsonl")] }, seed: 1);

        folder.Delete(recursive: true);
        Assert.Equal(["등대 0", "우물 0", "등대 1", "우물 1", "등대 2", "등대 3"], Enumerable.Range(0, set.Count).Select(i => set[i].Query));
        Assert.Equal(7, whole.Count); // a file that two globs name counts once

        static IEnumerable<string> Lines(string word, int count) =>
            Enumerable.Range(0, count).Select(i => $$"""{"query": "{{word}} {{i}}", "positive": "{{word}}가 있다"}""");
    }

    private static TrainingSet Set(int count, int seed = 1) => TrainingSet.Of(Triplets(count), Options, seed);

    private static IEnumerable<Triplet> Triplets(int count) => Enumerable.Range(0, count).Select(
        i => new Triplet(TinyText.Question(i), Document.Of(string.Join(' ', Enumerable.Repeat(TinyText.Sentence(i), 1 + (i * 7 % 11)))), [])
        {
            PairType = (i % 10) switch { < 5 => "original", < 8 => "multi_term", _ => "hard_neg" },
        });
}
