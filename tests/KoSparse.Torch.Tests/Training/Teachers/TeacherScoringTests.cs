using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Preparation;
using KoSparse.Torch.Tests.Cli;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Teachers;
using KoSparse.Training.Telemetry;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Training.Teachers;

public sealed class TeacherScoringTests : IDisposable
{
    private const int Pairs = 360; // 120 triplets with two negatives, no pair twice

    private readonly TinyRun _tiny = new();
    private readonly string _triplets;

    public TeacherScoringTests()
    {
        _triplets = _tiny.File("plain.jsonl");
        using TripletWriter writer = new(_triplets);
        foreach (int i in Enumerable.Range(0, 120))
        {
            writer.Write(new Triplet($"{TinyText.Question(i)} {i}", Document.Of(TinyText.Sentence(i)), [Document.Of(TinyText.Sentence(i + 3)), Document.Of(TinyText.Sentence(i + 6))]));
        }
    }

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Run_Triplets_CarryTheTeachersScores()
    {
        (int scored, _) = Run("scored");

        Assert.Equal(Pairs, scored);
        using OpenModel teacher = TinyModel.Open(_tiny.File("teacher"), maxLength: 24);
        Triplet[] plain = [.. TripletReader.Read(_tiny.File("scored/plain.jsonl"))];
        Assert.NotEmpty(plain);
        foreach (Triplet triplet in plain)
        {
            SparseVector query = teacher.Encoder.EncodeQueries([triplet.Query])[0];
            IReadOnlyList<SparseVector> texts = teacher.Encoder.EncodeDocuments([triplet.Positive, .. triplet.Negatives]);
            Assert.Equal(texts.Select(query.Dot), triplet.TeacherScores!, (one, other) => Math.Abs(one - other) < 1e-3);
        }
    }

    [Fact]
    public void Run_Interrupted_ScoresOnlyTheRestAndEndsTheSame()
    {
        _ = Run("whole");
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() => Run("stopped", stop));
        string cache = Assert.Single(Directory.GetFiles(_tiny.File("stopped"), "*.scores"));
        Assert.False(File.Exists(_tiny.File("stopped/plain.jsonl")));
        File.AppendAllText(cache, "half a record"); // as a crash leaves it
        (int scored, _) = Run("stopped");

        Assert.Equal(Pairs - (64 * 3), scored); // a chunk of 64 triplets was done
        Assert.Equal(File.ReadAllBytes(_tiny.File("whole/plain.jsonl")), File.ReadAllBytes(_tiny.File("stopped/plain.jsonl")));
        Assert.Equal((0, Pairs), Run("stopped"));
    }

    [Fact]
    public void Run_FolderOfTheTriplets_IsRefused()
    {
        TripletPreparationException fault = Assert.Throws<TripletPreparationException>(() => Run("."));

        Assert.Contains("Choose another output folder", fault.Message, StringComparison.Ordinal);
        Assert.Null(TripletReader.Read(_triplets).First().TeacherScores);
    }

    [Fact]
    public void HashOf_OtherWeightsOrLength_IsAnother()
    {
        string folder = _tiny.File("teacher");
        string[] hashes = [TeacherScoring.HashOf(folder, 24), TeacherScoring.HashOf(folder, 24), TeacherScoring.HashOf(folder, 25)];
        File.AppendAllText(Path.Combine(folder, "config.json"), " ");

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(3, hashes.Append(TeacherScoring.HashOf(folder, 24)).Distinct().Count());
    }

    [Fact]
    public async Task Command_ScoredTriplets_TrainWithoutTheTeacher()
    {
        CommandLine line = await CommandLine.RunAsync(
            "prepare", "teacher-scores", "--triplets", _triplets, "--teacher", _tiny.File("teacher"), "--max-length", "24", "-o", _tiny.File("scored"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains("120 triplets", line.Output, StringComparison.Ordinal);
        using var run = new TrainingRun(_tiny.Config(
            $"data.train={_tiny.File("scored/*.jsonl")}", "knowledge_distillation.teacher_model=null", "curriculum=[]"));
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _ => { });
        Assert.Null(run.Teacher);
        _ = trainer.Run(resume: false, CancellationToken.None);
        Assert.Contains(RunLog.ReadHistory(_tiny.File("run/training_history.json")), h => h.Values.GetValueOrDefault("loss/kd") > 0);
    }

    private (int Scored, int Known) Run(string output, CancellationTokenSource? stop = null)
    {
        using ITeacher teacher = Teacher.Open(_tiny.File("teacher"), 24);
        using var cache = new TeacherScoreCache(_tiny.File(output), TeacherScoring.HashOf(_tiny.File("teacher"), 24));
        var scoring = new TeacherScoring(teacher, cache, stop is null ? null : new Stopper(stop));
        scoring.Run(_triplets, _tiny.File(output), stop?.Token ?? CancellationToken.None);
        return (scoring.Scored, cache.Count);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<PreparationProgress>
    {
        public void Report(PreparationProgress value) => stop.Cancel();
    }
}
