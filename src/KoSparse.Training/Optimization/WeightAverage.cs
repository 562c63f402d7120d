using TorchSharp.Modules;
using static TorchSharp.torch;

namespace KoSparse.Training.Optimization;

/// <summary>A running mean of the weights, which forgets at a fixed rate: it moves less from batch to batch than the weights do.</summary>
/// <remarks><c>a ← d·a + (1 − d)·w</c> after every update (Polyak and Juditsky, 1992, with exponential weights), d rising to its value over the first steps.</remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly (string Name, Parameter Parameter, Tensor Mean)[] _slots;
    private readonly double _decay;

    /// <summary>Begins at the weights as they are.</summary>
    /// <param name="parameters">The weights; owned by the caller.</param>
    /// <param name="decay">d, below 1; the mean reaches back about 1 / (1 − d) updates.</param>
    public WeightAverage(IEnumerable<(string Name, Parameter Parameter)> parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _decay = decay;
        _slots = [.. parameters.Where(p => p.Parameter.requires_grad)
            .Select(p => (p.Name, p.Parameter, p.Parameter.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>The means by name, for checkpoints; filled in place on resume.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State => [.. _slots.Select(s => ($"{s.Name}.average", s.Mean))];

    /// <summary>Begins anew at the weights as they are.</summary>
    public void Restart()
    {
        using IDisposable gradients = no_grad();
        foreach ((_, Parameter parameter, Tensor mean) in _slots)
        {
            mean.copy_(parameter);
        }
    }

    /// <summary>Takes in the weights after an update.</summary>
    /// <param name="updates">Updates so far, this one included, from 1.</param>
    public void Update(int updates)
    {
        using IDisposable gradients = no_grad();
        double decay = Math.Min(_decay, updates / (updates + 9.0));
        foreach ((_, Parameter parameter, Tensor mean) in _slots)
        {
            mean.lerp_(parameter, 1 - decay);
        }
    }

    /// <summary>Puts the means in the place of the weights until disposed; the weights come back bit for bit.</summary>
    public IDisposable Apply() => new Exchange(_slots);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, _, Tensor mean) in _slots)
        {
            mean.Dispose();
        }
    }

    private sealed class Exchange : IDisposable
    {
        private readonly (Parameter Parameter, Tensor Weights)[] _kept;

        public Exchange((string Name, Parameter Parameter, Tensor Mean)[] slots)
        {
            using IDisposable gradients = no_grad();
            _kept = [.. slots.Select(s => (s.Parameter, s.Parameter.detach().clone().DetachFromDisposeScope()))];
            foreach ((_, Parameter parameter, Tensor mean) in slots)
            {
                parameter.copy_(mean);
            }
        }

        public void Dispose()
        {
            using IDisposable gradients = no_grad();
            foreach ((Parameter parameter, Tensor weights) in _kept)
            {
                parameter.copy_(weights);
                weights.Dispose();
            }
        }
    }
}
