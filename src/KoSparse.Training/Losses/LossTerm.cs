using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

/// <summary>One term of a recipe.</summary>
/// <param name="Name">Its name in logs and plots.</param>
/// <param name="WeightAt">Its weight at a step, from 0.</param>
/// <param name="Compute">The unweighted loss, a scalar; the caller owns it.</param>
internal sealed record LossTerm(string Name, Func<int, double> WeightAt, Func<StepVectors, Tensor> Compute);
