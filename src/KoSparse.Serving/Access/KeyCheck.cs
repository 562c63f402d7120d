using KoSparse.Serving.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Access;

/// <summary>Lets requests through that bring a key as <c>Authorization: Bearer KEY</c>.</summary>
public static class KeyCheck
{
    private const string Scheme = "Bearer ";

    private static readonly HashSet<string> NamesOfKeys = new(["key", "api_key", "apikey", "api-key", "token", "access_token"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks all that comes after.</summary>
    /// <param name="server">The server.</param>
    /// <param name="keys">Who may ask; null lets everybody.</param>
    /// <param name="open">Paths that need no key.</param>
    public static void UseKeyCheck(this IApplicationBuilder server, ApiKeys? keys, IReadOnlySet<string> open) => server.Use((context, next) =>
    {
        if (context.Request.Query.Keys.FirstOrDefault(NamesOfKeys.Contains) is { } name)
        {
            throw ServiceException.Malformed($"A key in an address ('{name}') ends in logs: send it as the header 'Authorization: Bearer …', and make a new one.");
        }

        if (keys is null || open.Contains(context.Request.Path.Value ?? "") || IsAllowed(context, keys))
        {
            return next(context);
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
            return Task.CompletedTask;
        });
        throw new ServiceException(StatusCodes.Status401Unauthorized, "Unauthorized", "A key is needed: send it as the header 'Authorization: Bearer …'.");
    });

    private static bool IsAllowed(HttpContext context, ApiKeys keys) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && keys.Allow(header[Scheme.Length..].Trim());
}
