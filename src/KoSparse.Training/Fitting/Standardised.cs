using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

// Shapes: N rows, F features.

/// <summary>Features of mean 0 and deviation 1, on which one learning rate and one decay suit all.</summary>
/// <param name="ValuesNF">The features.</param>
/// <param name="Means">Their means before.</param>
/// <param name="Deviations">Their deviations before; 1 for a feature that never changes.</param>
/// <param name="Indicator">The feature whose rows the means are of, or none.</param>
internal sealed record Standardised(Tensor ValuesNF, float[] Means, float[] Deviations, int? Indicator)
{
    private const double Least = 1e-6;

    /// <summary>Standardises features in place: there may be a gigabyte of them.</summary>
    /// <param name="featuresNF">The features; changed.</param>
    /// <param name="indicator">
    /// A feature of 1 and 0, after which all are 0 where it is: these are left at 0, so that what they are known for does not count there.
    /// </param>
    public static Standardised Of(Tensor featuresNF, int? indicator = null)
    {
        using DisposeScope scope = NewDisposeScope();
        (long rows, long features) = (featuresNF.shape[0], featuresNF.shape[1]);
        Tensor presentNF = indicator is { } place
            ? cat([ones(rows, place + 1), featuresNF.narrow(1, place, 1).expand(rows, features - place - 1)], 1)
            : ones(1).expand(rows, features);
        Tensor meansF = featuresNF.sum([0L]) / presentNF.sum([0L]).clamp_min(1);
        featuresNF.sub_(meansF);
        if (indicator is not null)
        {
            featuresNF.mul_(presentNF);
        }

        Tensor deviationsF = featuresNF.norm(0, false, 2) / Math.Sqrt(rows);
        deviationsF = where(deviationsF < Least, ones_like(deviationsF), deviationsF);
        featuresNF.div_(deviationsF);
        return new Standardised(featuresNF, meansF.data<float>().ToArray(), deviationsF.data<float>().ToArray(), indicator);
    }

    /// <summary>Weights and bias that do on plain features what these weights do on standardised ones.</summary>
    public (float[] Weights, float Bias) Unscaled(Tensor weightsF)
    {
        float[] weights = [.. weightsF.contiguous().data<float>().Zip(Deviations, (weight, deviation) => weight / deviation)];
        float bias = 0;
        for (int feature = 0; feature < weights.Length; feature++)
        {
            if (feature > Indicator)
            {
                weights[Indicator.Value] -= weights[feature] * Means[feature];
            }
            else
            {
                bias -= weights[feature] * Means[feature];
            }
        }

        return (weights, bias);
    }
}
