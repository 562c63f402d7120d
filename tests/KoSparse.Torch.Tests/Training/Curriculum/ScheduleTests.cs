using KoSparse.Training.Curriculum;
using KoSparse.Training.Optimization;

namespace KoSparse.Torch.Tests.Training.Curriculum;

public sealed class ScheduleTests
{
    /// <summary>10 batches by 2 are 5 steps an epoch, 20 in all; warm-up over the first 4, then a cosine over 16.</summary>
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        LearningRate = 0.8,
        WarmupRatio = 0.2,
        GradientAccumulationSteps = 2,
    };

    [Theory]
    [InlineData(0, 0.2)] // 1/4
    [InlineData(3, 0.8)] // 4/4
    [InlineData(4, 0.8)] // cos 0
    [InlineData(12, 0.4)] // half of the way: (1 + cos π/2) / 2
    [InlineData(16, 0.8 * 0.146447)] // three quarters: (1 + cos 3π/4) / 2
    public void LearningRateAt_WarmupAndCosine_IsWorkedOutByHand(int step, double expected) =>
        Assert.Equal(expected, new Schedule(Options, [], 10).LearningRateAt(step), 1e-6);

    [Fact]
    public void TotalSteps_UnevenBatches_RoundsUp()
    {
        var schedule = new Schedule(Options, [], 9);

        Assert.Equal(5, schedule.StepsPerEpoch);
        Assert.Equal(20, schedule.TotalSteps);
    }

    /// <summary>Ten batches an epoch, two a step: the seventh step is the second of epoch 2.</summary>
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(4, 1, 9)]
    [InlineData(6, 0, 2)]
    [InlineData(6, 1, 3)]
    public void BatchInEpoch_Step_BeginsAnewWithEveryEpoch(int step, int batch, int expected) =>
        Assert.Equal(expected, new Schedule(Options, [], 10).BatchInEpoch(step, batch));

    [Fact]
    public void TotalSteps_MaxSteps_FitsTheScheduleToIt()
    {
        var schedule = new Schedule(Options with { MaxSteps = 8 }, [], 10);

        Assert.Equal(8, schedule.TotalSteps);
        Assert.Equal(0.8 * 0.5 * (1 + Math.Cos(Math.PI * (7 - 1.6) / 6.4)), schedule.LearningRateAt(7), 1e-9); // warm-up 1.6 steps
        Assert.Equal(20, new Schedule(Options with { MaxSteps = 800 }, [], 10).TotalSteps);
    }

    [Fact]
    public void PhaseOf_Epochs_LastPhaseGoesOn()
    {
        CurriculumPhase[] phases =
        [
            new() { FromEpoch = 1, ToEpoch = 2 },
            new() { FromEpoch = 3, ToEpoch = 3, LearningRateScale = 0.5 },
        ];
        var schedule = new Schedule(Options, phases, 10);

        Assert.Equal([phases[0], phases[0], phases[1], phases[1]], Enumerable.Range(1, 4).Select(schedule.PhaseOf));
        Assert.Equal([1, 1, 2, 3], new[] { 0, 4, 5, 10 }.Select(schedule.EpochOf));
        Assert.Equal(0.5 * new Schedule(Options, [], 10).LearningRateAt(10), schedule.LearningRateAt(10), 1e-9);
        Assert.Null(new Schedule(Options, [], 10).PhaseOf(1));
    }

    [Theory]
    [InlineData(0, 0.5, 0.1)] // one of ten steps
    [InlineData(9, 0.5, 1)]
    [InlineData(19, 0.5, 1)]
    [InlineData(0, 0, 1)]
    public void Ramp_Steps_RisesToOne(int step, double ratio, double expected) =>
        Assert.Equal(expected, new Schedule(Options, [], 10).Ramp(step, ratio), 1e-9);

    [Theory]
    [InlineData(0, 0.1)] // two epochs of five steps up
    [InlineData(9, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 0.8)] // one epoch down
    [InlineData(19, 0)]
    public void RiseAndFall_Epochs_RisesThenFallsToNothing(int step, double expected)
    {
        var schedule = new Schedule(Options, [], 10);

        Assert.Equal(expected, schedule.RiseAndFall(step, 2, 1), 1e-9);
        Assert.Equal(1, schedule.RiseAndFall(step, 0, 0));
    }
}
