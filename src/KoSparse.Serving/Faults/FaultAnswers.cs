using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Faults;

/// <summary>Every fault becomes an answer of one form, <c>{"error": …, "error_type": …}</c>, which says nothing of the machine.</summary>
public static class FaultAnswers
{
    /// <summary>Answers faults of all that comes after.</summary>
    /// <param name="server">The server.</param>
    /// <param name="log">Told of faults that nobody expected.</param>
    public static void UseFaultAnswers(this IApplicationBuilder server, Action<Exception> log) => server.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && Missed(context.Response.StatusCode) is { } missed)
            {
                await AnswerAsync(context, missed);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
#pragma warning disable CA1031 // The one place where every fault becomes an answer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ServiceException fault = Told(exception);
            if (fault.InnerException is { } cause)
            {
                log(cause);
            }

            if (context.Response.HasStarted)
            {
                context.Abort(); // a whole answer cannot be had any more, and half of one would pass for it
                return;
            }

            await AnswerAsync(context, fault);
        }
    });

    /// <summary>Answers a request with a fault.</summary>
    internal static Task AnswerAsync(HttpContext context, ServiceException fault)
    {
        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString("F0", CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = fault.Message, ["error_type"] = fault.Kind });
    }

    /// <summary>What the server itself, not a route, said of a request.</summary>
    private static ServiceException? Missed(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ServiceException.Malformed("The service is not called by this name. Ask for localhost; kosparse serve takes further names with --host."),
        StatusCodes.Status404NotFound => new ServiceException(status, "Validation", "There is nothing at this address. GET /info shows whose service this is."),
        StatusCodes.Status405MethodNotAllowed => new ServiceException(status, "Validation", "This address takes another method: texts are sent by POST."),
        StatusCodes.Status415UnsupportedMediaType => new ServiceException(status, "Validation", "Send JSON, with the header 'Content-Type: application/json'."),
        _ => null,
    };

    private static ServiceException Told(Exception exception) => exception switch
    {
        ServiceException fault => fault,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ServiceException.TooLarge("The body is larger than the service takes. Send fewer texts at once."),
        BadHttpRequestException bad => new ServiceException(bad.StatusCode, "Validation", "The request could not be read to its end."),
        JsonException json => ServiceException.Malformed($"The body is no JSON that can be read (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})."),
        _ => new ServiceException(StatusCodes.Status500InternalServerError, "Backend", "The service failed. Its log says more.", exception),
    };
}
