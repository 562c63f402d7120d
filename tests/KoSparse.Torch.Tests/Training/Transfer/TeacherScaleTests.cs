using KoSparse.Training.Transfer;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Transfer;

public sealed class TeacherScaleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public TeacherScaleTests() => manual_seed(1);

    public void Dispose() => _scope.Dispose();

    /// <summary>Deviations 1 and 2 (of -1, 1 and -2, 2, corrected by √2): distances of 1 and 2 are each half a variance, whatever the unit.</summary>
    [Fact]
    public void OfWords_Distance_IsInDeviations()
    {
        using var scale = new TeacherScale(tensor(new float[,] { { -1, -2 }, { 1, 2 } }), randn(8, 2), randn(8, 2));

        TorchAssert.Near(0.5, scale.OfWords(tensor(new float[,] { { 1, 2 } }), zeros(1, 2)));
    }

    [Fact]
    public void OfTexts_VectorsThatFollowLinearly_LeaveLittleOut()
    {
        Tensor meansTD = randn(200, 4) + 3;
        Tensor vectorsTD = meansTD.mm(randn(4, 4)) + 5;
        using var scale = new TeacherScale(randn(8, 4), meansTD, vectorsTD);

        Assert.InRange(scale.OfTexts(meansTD, vectorsTD).item<float>(), 0, 1e-3);
        Assert.InRange(scale.OfTexts(meansTD[arange(199, -1, -1)], vectorsTD).item<float>(), 1, 4); // of other texts: about twice the variance
    }
}
