using KoSparse.Encoding.Configuration;
using KoSparse.Modeling.Gates;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling.Gates;

public sealed class ContextGateTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly ContextGate _gate;

    public ContextGateTests()
    {
        manual_seed(1);
        _gate = new ContextGate(16, 50, new ContextGateOptions { Hidden = 8, Heads = 4 });
        _gate.Open(deviation: 0.02);
        _gate.eval();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Forward_Untrained_IsOpen()
    {
        using KoSparse.Modeling.SparseModel model = new(TinyModel.Config(), seed: 5);
        ContextGate gate = Assert.Single(model.modules().OfType<ContextGate>());
        gate.eval();

        Tensor gateBV = gate.forward(randn(3, 6, 16), ones(3, 6, dtype: @bool));

        Assert.All(gateBV.data<float>(), value => Assert.InRange(value, 0.9f, 1f)); // σ(3) = 0.953
    }

    [Fact]
    public void Forward_ExtremeInput_StaysBetweenZeroAndOne()
    {
        Tensor gateBV = _gate.forward(randn(4, 6, 16) * 100, ones(4, 6, dtype: @bool));

        Assert.All(gateBV.data<float>(), value => Assert.InRange(value, 1e-6f, 1 - 1e-6f));
    }

    [Fact]
    public void Forward_Padding_IsIgnored()
    {
        Tensor hiddenBSD = randn(2, 4, 16);
        Tensor paddedBSD = cat([hiddenBSD, 50 * ones(2, 3, 16)], 1);
        Tensor maskBS = cat([ones(2, 4, dtype: @bool), zeros(2, 3, dtype: @bool)], 1);

        Tensor expected = _gate.forward(hiddenBSD, ones(2, 4, dtype: @bool));

        TorchAssert.Near(expected, _gate.forward(paddedBSD, maskBS), 1e-6);
    }

    [Fact]
    public void Forward_EveryParameter_GetsAGradient()
    {
        _gate.forward(randn(2, 4, 16), ones(2, 4, dtype: @bool)).sum().backward();

        // A bias of the keys shifts all scores of a query alike: softmax cancels it.
        Assert.All(
            _gate.named_parameters().Where(p => p.name != "key.bias"),
            p => Assert.True(p.parameter.grad!.abs().sum().item<float>() > 0, p.name));
    }

    [Fact]
    public void Forward_NoGradients_LeavesItsResultAlone()
    {
        Tensor hiddenBSD = randn(2, 4, 16);
        Tensor maskBS = ones(2, 4, dtype: @bool);
        using IDisposable _ = no_grad();

        Assert.Equal(1, TorchAssert.Growth(() => _gate.forward(hiddenBSD, maskBS)));
    }
}
