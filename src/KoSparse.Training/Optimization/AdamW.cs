using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KoSparse.Training.Optimization;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv:1711.05101).</summary>
/// <remarks>
/// Our own, because an exact resume needs its state as plain tensors. One-dimensional parameters (biases, normalisation) and
/// scalars are not decayed.
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly (string Name, Parameter Parameter, Tensor Mean, Tensor Square)[] _slots;
    private readonly double _weightDecay;

    /// <summary>Makes an optimizer for the parameters that take gradients.</summary>
    public AdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _weightDecay = weightDecay;
        _slots =
        [
            .. parameters.Where(p => p.Parameter.requires_grad)
                .Select(p => (p.Name, p.Parameter, zeros_like(p.Parameter).DetachFromDisposeScope(), zeros_like(p.Parameter).DetachFromDisposeScope())),
        ];
        foreach ((_, _, Tensor mean, Tensor square) in _slots)
        {
            mean.requires_grad = false;
            square.requires_grad = false;
        }
    }

    /// <summary>Steps taken so far: needed with the state to resume.</summary>
    public int Steps { get; set; }

    /// <summary>Running means and squares of the gradients by name, for checkpoints; filled in place on resume.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State =>
        [.. _slots.SelectMany(s => new[] { ($"{s.Name}.exp_avg", s.Mean), ($"{s.Name}.exp_avg_sq", s.Square) })];

    /// <summary>Updates every parameter that has a gradient.</summary>
    public void Step(double learningRate)
    {
        Steps++;
        double correction1 = 1 - Math.Pow(Beta1, Steps);
        double correction2 = 1 - Math.Pow(Beta2, Steps);
        using IDisposable _ = no_grad();
        foreach ((string name, Parameter parameter, Tensor mean, Tensor square) in _slots)
        {
            using DisposeScope scope = NewDisposeScope();
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            if (parameter.dim() > 1)
            {
                parameter.mul_(1 - (learningRate * _weightDecay));
            }

            mean.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            Tensor denominator = square.sqrt().div_(Math.Sqrt(correction2)).add_(Epsilon);
            parameter.addcdiv_(mean, denominator, -learningRate / correction1);
        }
    }

    /// <summary>
    /// Drops all gradients: a parameter that the next loss does not touch stays as it is, in a run that was resumed as in one
    /// that was not.
    /// </summary>
    public void ClearGradients()
    {
        foreach ((_, Parameter parameter, _, _) in _slots)
        {
            parameter.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, _, Tensor mean, Tensor square) in _slots)
        {
            mean.Dispose();
            square.Dispose();
        }
    }
}
