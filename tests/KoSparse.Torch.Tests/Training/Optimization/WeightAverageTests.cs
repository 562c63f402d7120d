using KoSparse.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Optimization;

public sealed class WeightAverageTests
{
    /// <summary>By hand, decay 0.2: update 1 has min(0.2, 1/10) = 0.1, so 0.1·1 + 0.9·3 = 2.8; update 2 has min(0.2, 2/11), so 2.8·2/11 + 5·9/11 = 4.6.</summary>
    [Fact]
    public void Update_TwoSteps_IsTheMeanByHand()
    {
        using Parameter weight = new(tensor(1f));
        using var average = new WeightAverage([("w", weight)], 0.2);

        Set(weight, 3);
        average.Update(1);
        Set(weight, 5);
        average.Update(2);

        Assert.Equal(4.6, average.State.Single().Tensor.item<float>(), 5);
        Assert.Equal("w.average", average.State.Single().Name);
    }

    [Fact]
    public void Apply_Disposed_BringsTheWeightsBack()
    {
        using Parameter weight = new(tensor(1f));
        using var average = new WeightAverage([("w", weight)], 0.9);
        Set(weight, 0.1f);

        using (average.Apply())
        {
            Assert.Equal(1f, weight.item<float>());
        }

        Assert.Equal(0.1f, weight.item<float>());
    }

    private static void Set(Parameter parameter, float value)
    {
        using IDisposable _ = no_grad();
        parameter.fill_(value);
    }
}
