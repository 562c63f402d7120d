using System.Diagnostics;

namespace KoSparse.Serving.Telemetry;

/// <summary>What a trace shows of a request beside what ASP.NET tells: how long its texts waited, were encoded, and were searched with. No text stands in it.</summary>
/// <remarks>
/// Waiting and encoding are told once they are over: a batch is the work of many requests, on a thread that is nobody's, and each of them gets spans of its own.
/// </remarks>
public static class Spans
{
    /// <summary>For whoever collects them: <c>AddSource</c> of OpenTelemetry takes it.</summary>
    public const string SourceName = "KoSparse.Serving";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Texts waited, until now, for those before them.</summary>
    /// <param name="asker">The request's span.</param>
    /// <param name="came">When they came, in UTC.</param>
    /// <param name="texts">How many texts.</param>
    internal static void Waited(ActivityContext asker, DateTime came, int texts) => Record("kosparse.wait", asker, came, [new("kosparse.texts", texts)]);

    /// <summary>Texts were encoded, until now.</summary>
    /// <param name="asker">The request's span.</param>
    /// <param name="began">When their batch began, in UTC.</param>
    /// <param name="kind">Whether they are questions or documents.</param>
    /// <param name="texts">How many are the request's.</param>
    /// <param name="together">How many the batch has.</param>
    /// <param name="terms">Terms of the request's vectors; null where the model failed.</param>
    internal static void Encoded(ActivityContext asker, DateTime began, string kind, int texts, int together, int? terms) => Record(
        "kosparse.encode", asker, began, [new("kosparse.kind", kind.ToLowerInvariant()), new("kosparse.texts", texts), new("kosparse.batch.texts", together), new("kosparse.terms", terms)], isFault: terms is null);

    /// <summary>An index was searched, until now.</summary>
    /// <param name="asker">The request's span.</param>
    /// <param name="began">When it began, in UTC.</param>
    /// <param name="field">What the question was compared with.</param>
    /// <param name="hits">Documents that were found.</param>
    /// <param name="terms">Different terms of the question that they have.</param>
    internal static void Searched(ActivityContext asker, DateTime began, string field, int hits, int terms) => Record(
        "kosparse.search", asker, began, [new("kosparse.search.by", field.ToLowerInvariant()), new("kosparse.hits", hits), new("kosparse.terms", terms)]);

    private static void Record(string name, ActivityContext asker, DateTime began, KeyValuePair<string, object?>[] tags, bool isFault = false)
    {
        using Activity? span = Source.StartActivity(ActivityKind.Internal, asker, tags, links: null, startTime: began, name);
        span?.SetStatus(isFault ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }
}
