using KoSparse.Serving.Batching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KoSparse.Serving.Hosting;

/// <summary>Whether the model encodes: a short text, in its turn among the others.</summary>
internal sealed class ModelHealth(ServedModel model) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int terms = (await model.EncodeAsync(TextKind.Document, ["등대"], cancellationToken))[0].TokenIds.Length;
        return terms > 0 ? HealthCheckResult.Healthy($"{model.Name} encodes.") : HealthCheckResult.Unhealthy($"{model.Name} gives a word no terms.");
    }
}
