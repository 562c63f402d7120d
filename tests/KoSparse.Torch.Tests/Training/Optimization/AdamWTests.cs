using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Torch.Tests.Training.Optimization;

public sealed class AdamWTests : IDisposable
{
    private const int Steps = 20;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true, 0.3)] // matrices are decayed
    [InlineData(false, 0)] // vectors are not, whatever the setting
    public void Step_SeveralSteps_MatchesTorch(bool matrix, double referenceDecay)
    {
        manual_seed(1);
        Tensor start = matrix ? randn(3, 4) : randn(5);
        var ours = new Parameter(start.clone());
        var theirs = new Parameter(start.clone());
        using var optimizer = new AdamW([("p", ours)], weightDecay: 0.3);
        var reference = optim.AdamW([theirs], lr: 0.02, weight_decay: referenceDecay);
        for (int step = 0; step < Steps; step++)
        {
            manual_seed(step);
            Tensor target = randn_like(start);
            optimizer.ClearGradients();
            reference.zero_grad();
            (ours - target).square().sum().backward();
            (theirs - target).square().sum().backward();
            optimizer.Step(0.02);
            reference.step();
        }

        TorchAssert.Near(theirs, ours, 1e-5);
        Assert.True((ours - start).abs().min().item<float>() > 1e-3, "it moved");
    }

    [Fact]
    public void State_CopiedToAnother_GoesOnTheSame()
    {
        manual_seed(1);
        var whole = new Parameter(randn(3, 4));
        using var first = new AdamW([("p", whole)], 0.01);
        Descend(first, whole, 0, 10);
        var copy = new Parameter(whole.detach().clone());
        using var second = new AdamW([("p", copy)], 0.01) { Steps = first.Steps };
        using (no_grad())
        {
            foreach (((string name, Tensor from), (string sameName, Tensor to)) in first.State.Zip(second.State))
            {
                Assert.Equal(name, sameName);
                to.copy_(from);
            }
        }

        Descend(first, whole, 10, 20);
        Descend(second, copy, 10, 20);

        Assert.Equal(["p.exp_avg", "p.exp_avg_sq"], first.State.Select(s => s.Name));
        Assert.Equal(whole.data<float>().ToArray(), copy.data<float>().ToArray());
    }

    [Fact]
    public void Step_FrozenParameter_IsLeftAlone()
    {
        var frozen = new Parameter(ones(2, 2), requires_grad: false);
        using var optimizer = new AdamW([("frozen", frozen)], 0.5);

        optimizer.Step(0.1);

        Assert.Empty(optimizer.State);
        TorchAssert.Near(ones(2, 2), frozen, 0);
    }

    /// <summary>Momentum and decay stop with the gradient, as they do after a resume, where no gradient was ever seen.</summary>
    [Fact]
    public void Step_ParameterThatTheLossDoesNotTouch_IsLeftAlone()
    {
        var parameter = new Parameter(ones(2, 2));
        using var optimizer = new AdamW([("p", parameter)], 0.5);
        Descend(optimizer, parameter, 0, 3);
        using Tensor before = parameter.detach().clone();

        optimizer.ClearGradients();
        optimizer.Step(0.1);

        Assert.Null(parameter.grad);
        TorchAssert.Near(before, parameter, 0);
    }

    private static void Descend(AdamW optimizer, Parameter parameter, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            optimizer.ClearGradients();
            ((parameter - step).square().sum() * 0.1).backward();
            optimizer.Step(0.05);
        }
    }
}
