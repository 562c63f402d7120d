using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Preparation;
using KoSparse.Preparation.Sample;

namespace KoSparse.Tests.Preparation.Sample;

public sealed class SampleFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-sample-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_Sample_IsReadBackWhole()
    {
        SampleCorpus corpus = SampleCorpus.Generate(seed: 3);

        SampleFolder.Write(PathOf("sample"), corpus);
        Benchmark benchmark = BenchmarkFolder.Open(PathOf("sample/benchmarks/sample")).Read();

        Assert.Equal(corpus.Documents, DocumentReader.Read(PathOf("sample/kowiki/passages-*.jsonl.gz")));
        Assert.Equal(
            corpus.TrainingQuestions.Select(question => question.Text),
            RealQuestion.Read(PathOf("sample/kowiki/questions-train.jsonl.gz")).Select(question => question.Text));
        Assert.Equal(corpus.Documents, benchmark.Documents);
        Assert.Equal(corpus.HeldOutQuestions.Select(question => question.Text), benchmark.Queries.Select(query => query.Text));
        Assert.Contains("sample", File.ReadAllText(PathOf("sample/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TwiceWithOneSeed_WritesTheSameBytes()
    {
        SampleFolder.Write(PathOf("one"), SampleCorpus.Generate(seed: 3));
        SampleFolder.Write(PathOf("two"), SampleCorpus.Generate(seed: 8));
        SampleFolder.Write(PathOf("two"), SampleCorpus.Generate(seed: 3)); // over an earlier sample

        foreach (string file in Directory.GetFiles(PathOf("one"), "*", SearchOption.AllDirectories))
        {
            string other = Path.Combine(PathOf("two"), Path.GetRelativePath(PathOf("one"), file));
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(other));
        }
    }

    /// <summary>Killed within its first file, a sample left a folder that every later one took for somebody's data.</summary>
    [Fact]
    public void Write_AfterOneThatWasKilledAtItsStart_IsWhole_Issue19()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(PathOf("killed")).FullName, ".writing-README.md"), "# A gen");

        SampleFolder.Write(PathOf("killed"), SampleCorpus.Generate(seed: 3));

        Assert.Equal(["README.md"], Directory.GetFiles(PathOf("killed")).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Write_FolderWithOtherFiles_LeavesThemAlone()
    {
        string passages = Path.Combine(Directory.CreateDirectory(PathOf("real/kowiki")).FullName, "passages-0.jsonl.gz");
        File.WriteAllText(passages, "real");

        TripletPreparationException fault = Assert.Throws<TripletPreparationException>(
            () => SampleFolder.Write(PathOf("real"), SampleCorpus.Generate(seed: 3)));

        Assert.Contains("another folder", fault.Message, StringComparison.Ordinal);
        Assert.Equal("real", File.ReadAllText(passages));
    }

    [Fact]
    public void Run_TripletPreparation_MakesEveryKindOfTripletAndNoBenchmarkQuestion()
    {
        SampleFolder.Write(PathOf("sample"), SampleCorpus.Generate(seed: 42));
        TripletPreparationOptions options = new()
        {
            Shards = [PathOf("sample/kowiki/passages-0.jsonl.gz")],
            Questions = PathOf("sample/kowiki/questions-train.jsonl.gz"),
            BenchmarkQueries = [PathOf("sample/benchmarks/sample/queries.jsonl")],
            Output = PathOf("triplets"),
        };

        new TripletPreparation(options).Run();

        Triplet[] triplets = [.. TripletReader.Read(PathOf("triplets/train_*.jsonl"))];
        HashSet<string> measured = [.. BenchmarkFolder.Open(PathOf("sample/benchmarks/sample")).Read().Queries.Select(query => query.Text)];
        Assert.DoesNotContain(triplets, triplet => measured.Contains(triplet.Query));
        Assert.Superset(
            new HashSet<string?>
            {
                PairTypes.SingleTerm, PairTypes.MultiTerm, PairTypes.Original, PairTypes.HardNegative, PairTypes.Question,
            },
            triplets.Select(triplet => triplet.PairType).ToHashSet());
        Assert.True(triplets.Length > 5000, $"{triplets.Length} triplets");
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
