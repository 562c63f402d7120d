using KoSparse.Training.FineTuning;

namespace KoSparse.Torch.Tests.Training.FineTuning;

public sealed class TrainingNotesTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    /// <summary>What is not foreign need not be Korean: there are numbers, and tokens of neither kind.</summary>
    [Theory]
    [InlineData(0.8, 0.05, "Hint: Korean ratio 80.0 % is below 85 %. Raise loss.language.non_korean_penalty 2 → 3")]
    [InlineData(0.9, 0.2, null)]
    public void AfterInterval_KoreanRatio_IsTheMeasuredOne_Issue18(double ratio, double leakage, string? hint)
    {
        using var run = new TrainingRun(_tiny.Config());
        var figures = new Dictionary<string, double> { ["vectors/korean_ratio"] = ratio, ["vectors/leakage"] = leakage };

        string? said = TrainingNotes.AfterInterval(run, run.Schedule.TotalSteps, figures).SingleOrDefault();

        Assert.Equal(hint is null, said is null);
        Assert.StartsWith(hint ?? "", said ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PhaseWithoutATeacher_SaysThatItsWeightHasNoEffect_Issue18()
    {
        using var run = new TrainingRun(_tiny.Config("knowledge_distillation=null"));

        Assert.Contains("Note: lambda_kd of the curriculum has no effect: there is no knowledge_distillation.", TrainingNotes.Of(run));
    }
}
