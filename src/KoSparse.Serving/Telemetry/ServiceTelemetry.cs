using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KoSparse.Serving.Telemetry;

/// <summary>What the service tells of its work: figures at <c>/metrics</c> for Prometheus, and by OpenTelemetry where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
internal static class ServiceTelemetry
{
    /// <summary>Of our own figures.</summary>
    public const string MeterName = "KoSparse.Serving";

    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] OfTheServer = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Adds what collects and sends.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        bool sends = Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 };
        builder.Configuration.AddInMemoryCollection(
            Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
                .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name))));
        builder.Services.AddMetrics();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("kosparse"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter([MeterName, .. OfTheServer]).AddPrometheusExporter();
                if (sends)
                {
                    metrics.AddOtlpExporter();
                }
            })
            .WithTracing(traces =>
            {
                if (sends)
                {
                    traces.AddSource(Spans.SourceName).AddAspNetCoreInstrumentation().AddOtlpExporter();
                }
            });
    }

    /// <summary>Measures a model's work.</summary>
    /// <param name="factory">Makes the meter, and disposes it.</param>
    /// <param name="waiting">Texts that wait or are being encoded.</param>
    /// <returns>To be told of each batch: how many texts, and how long they took.</returns>
    public static Action<int, TimeSpan> Measure(IMeterFactory factory, Func<int> waiting)
    {
        Meter meter = factory.Create(MeterName);
        Histogram<int> texts = meter.CreateHistogram("kosparse.batch.texts", "{text}", "Texts that were encoded together.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        Histogram<double> seconds = meter.CreateHistogram("kosparse.batch.duration", "s", "How long a batch took to encode.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        meter.CreateObservableUpDownCounter("kosparse.texts.waiting", waiting, "{text}", "Texts that wait or are being encoded.");
        return (count, took) =>
        {
            texts.Record(count);
            seconds.Record(took.TotalSeconds);
        };
    }
}
