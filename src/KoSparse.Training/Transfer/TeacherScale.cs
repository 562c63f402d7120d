using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

// Shapes: N words, T texts, D width.

/// <summary>What is much and little in a teacher's states, and how its vectors follow linearly from the mean of its states: counted once, from some texts.</summary>
internal sealed class TeacherScale : IDisposable
{
    /// <summary>Added to the diagonal of the least squares, as a share of its mean: dimensions that hardly vary are not leant on.</summary>
    private const double Ridge = 1e-2;

    private readonly Tensor _deviationD;
    private readonly Tensor _vectorDeviationD;
    private readonly Tensor _meanD;
    private readonly Tensor _vectorMeanD;
    private readonly Tensor _mapDD;

    /// <summary>Counts.</summary>
    /// <param name="wordsND">States of words.</param>
    /// <param name="meansTD">Mean states of texts.</param>
    /// <param name="vectorsTD">Vectors of the same texts.</param>
    public TeacherScale(Tensor wordsND, Tensor meansTD, Tensor vectorsTD)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _deviationD = wordsND.std(0).DetachFromDisposeScope();
        _vectorDeviationD = vectorsTD.std(0).DetachFromDisposeScope();
        _meanD = meansTD.mean([0]).DetachFromDisposeScope();
        _vectorMeanD = vectorsTD.mean([0]).DetachFromDisposeScope();
        Tensor centredTD = (meansTD - _meanD).to_type(float64);
        Tensor gramDD = centredTD.t().mm(centredTD);
        Tensor ridgeDD = eye(gramDD.shape[0], dtype: float64, device: gramDD.device) * (gramDD.diagonal().mean().item<double>() * Ridge);
        Tensor targetsTD = (vectorsTD - _vectorMeanD).to_type(float64);
        _mapDD = linalg.solve(gramDD + ridgeDD, centredTD.t().mm(targetsTD)).to_type(float32).DetachFromDisposeScope();
    }

    /// <summary>Share of the words' variance that states leave out: mean square of the distance, in the teacher's deviations.</summary>
    public Tensor OfWords(Tensor wordsND, Tensor targetsND) => Distance(wordsND, targetsND, _deviationD);

    /// <summary>The same of texts' vectors, as they follow from mean states.</summary>
    public Tensor OfTexts(Tensor meansTD, Tensor vectorsTD)
    {
        using DisposeScope scope = NewDisposeScope();
        return Distance((meansTD - _meanD).mm(_mapDD) + _vectorMeanD, vectorsTD, _vectorDeviationD).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deviationD.Dispose();
        _vectorDeviationD.Dispose();
        _meanD.Dispose();
        _vectorMeanD.Dispose();
        _mapDD.Dispose();
    }

    private static Tensor Distance(Tensor one, Tensor other, Tensor deviationD)
    {
        using DisposeScope scope = NewDisposeScope();
        return ((one - other) / deviationD).square().mean().MoveToOuterDisposeScope();
    }
}
