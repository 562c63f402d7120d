using KoSparse.Cli.Commands;
using KoSparse.Cli.Quickstart;
using KoSparse.Cli.Steps;
using KoSparse.Training.Steps;

namespace KoSparse.Torch.Tests.Cli.Quickstart;

public sealed class QuickstartTableTests
{
    [Theory]
    [InlineData(0.606, 0.568, "R@1 of the encoder that ships: 0.606; after this training: 0.568. Worse: use models/mini as it is")]
    [InlineData(0.5, 0.5, "R@1 of the encoder that ships: 0.500; after this training: 0.500. No better: use models/mini as it is")]
    [InlineData(0.5, 0.625, "R@1 of the encoder that ships: 0.500; after this training: 0.625. Better on these questions")]
    public void Verdict_TwoFigures_SaysPlainlyWhichIsBetter(double shipped, double trained, string expected) =>
        Assert.StartsWith(expected, QuickstartTable.Verdict(shipped, trained), StringComparison.Ordinal);

    [Fact]
    public void Steps_Retrieval_IsMeasuredBesideTheModelThatShips()
    {
        var plan = new QuickstartPlan(new QuickstartFolder("quickstart"), new CommandSteps(KoSparseCommand.InvokePartAsync));

        PipelineStep measured = plan.Steps("data", isShort: true).First(step => step.Title == "measure retrieval");

        Assert.Contains("--baseline models/mini ", measured.Command, StringComparison.Ordinal);
    }
}
