using KoSparse.Encoding.Configuration;

namespace KoSparse.Tests.Encoding.Configuration;

public sealed class ActivationsTests
{
    /// <summary>e − 1 has the logarithm 1, and 2 that of log 2; what is not positive weighs nothing.</summary>
    [Theory]
    [InlineData(Activation.Relu, -2, 0)]
    [InlineData(Activation.Relu, Math.E - 1, 1)]
    [InlineData(Activation.Relu, 7, 2.0794415)]
    [InlineData(Activation.Log1pRelu, -2, 0)]
    [InlineData(Activation.Log1pRelu, 0, 0)]
    [InlineData(Activation.Log1pRelu, Math.E - 1, 0.6931472)]
    [InlineData(Activation.Log1pRelu, 7, 1.1247482)]
    public void WeightOf_Logit_IsTheFormula(Activation activation, double logit, double weight) =>
        Assert.Equal(weight, activation.WeightOf((float)logit), 1e-6);

    [Theory]
    [InlineData(Activation.Relu, "relu")]
    [InlineData(Activation.Log1pRelu, "log1p_relu")]
    public void Find_Name_IsThatOfTheActivation(Activation activation, string name)
    {
        Assert.Equal((activation, name), (Activations.Find(name), activation.Name));
        Assert.Null(Activations.Find("gelu"));
    }
}
