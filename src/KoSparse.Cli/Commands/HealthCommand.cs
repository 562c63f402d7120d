using System.CommandLine;
using System.Globalization;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse health URL</c>: whether a service is well, for a container that has neither a shell nor curl.</summary>
internal static class HealthCommand
{
    /// <summary>A service that is well answers at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostRead = 1 << 16;

    public static Command Build()
    {
        var url = new Argument<string>("url") { Description = "Address of the service.", DefaultValueFactory = _ => "http://localhost:8080" };
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out Uri? given) || given.Scheme is not ("http" or "https"))
            {
                result.AddError("health: the address must be of the form http://localhost:8080.");
            }
        });
        var command = new Command("health", "Ask a service whether it is well; exit status 1 where it is not.") { url };
        command.SetAction(async (parsed, stop) =>
        {
            var address = new Uri(new Uri(parsed.GetValue(url)!), "/health");
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience, MaxResponseContentBufferSize = MostRead };
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(address, stop);
                if (!answer.IsSuccessStatusCode)
                {
                    string said = (await answer.Content.ReadAsStringAsync(stop)).Trim();
                    throw new HttpRequestException(string.Create(
                        CultureInfo.InvariantCulture, $"{address} answers {(int)answer.StatusCode}: {(said.Length > 0 ? said : "the service's standard error says why.")}"));
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                throw new TimeoutException($"{address} does not answer within {Patience.TotalSeconds} seconds.");
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null && exception.InnerException is not null)
            {
                throw new HttpRequestException($"{address} cannot be reached ({exception.InnerException.Message}). Start the service with 'kosparse serve', or name where it is.", exception);
            }

            Console.WriteLine("well");
            return ExitCodes.Done;
        });
        return command;
    }
}
