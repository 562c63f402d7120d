using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using KoSparse.Tests;
using KoSparse.Torch.Tests.Packages;

namespace KoSparse.Torch.Tests.Deployment;

/// <summary>The container without an engine: its lines are run as they stand, with folders of a test in the place of the image's.</summary>
public sealed class ContainerTests : IDisposable
{
    private const string Ready = "listening on ";

    private readonly TemporaryFolder _image = new();

    public void Dispose() => _image.Dispose();

    /// <summary>Built from what an engine would send and nothing else; then served, found well, asked, and told to stop.</summary>
    [Fact]
    public async Task Dockerfile_ItsLines_BuildAProgramThatServes_Issue21()
    {
        Finished sent = await Finished.OfAsync(Repository.Root, "cp", ["--recursive", "--parents", .. Dockerfile.Context, Directory.CreateDirectory(_image.File("source")).FullName]);
        Assert.True(sent.Code == 0, sent.Output);
        Finished built = await Finished.OfAsync(_image.File("source"), "sh", "-c", InImage($"TARGETARCH=amd64; {Dockerfile.Build}"));
        Assert.True(built.Code == 0, built.Output);

        using Process service = Start([.. Dockerfile.Entry, .. Dockerfile.Command]);
        string said = (await service.StandardOutput.ReadLineAsync()) ?? await service.StandardError.ReadToEndAsync();
        Assert.StartsWith($"{Ready}http://0.0.0.0:", said, StringComparison.Ordinal);
        string address = said[Ready.Length..].Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        using Process check = Start([.. Dockerfile.Check[..^1], address]);
        string health = await check.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using HttpResponseMessage answer = await http.PostAsJsonAsync("/opensearch", new { inputs = "등대는 밤바다를 비춘다" });
        JsonElement vectors = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync();

        Assert.Equal("well\n", health);
        Assert.True(vectors[0].GetProperty("등대").GetSingle() > 0);
        Assert.Equal(0, service.ExitCode);
    }

    private Process Start(string[] words)
    {
        string[] here = [.. words.Select(InImage)];
        int port = Array.IndexOf(here, "--port");
        if (port >= 0)
        {
            here[port + 1] = "0";
        }

        return Process.Start(new ProcessStartInfo(here[0], here[1..]) { WorkingDirectory = _image.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>With the image's folders where this test has them.</summary>
    private string InImage(string words) => words
        .Replace("/app", _image.File("app"), StringComparison.Ordinal)
        .Replace("/models", _image.File("source/models"), StringComparison.Ordinal);
}
