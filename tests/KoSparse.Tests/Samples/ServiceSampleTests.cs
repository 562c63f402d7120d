using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace KoSparse.Tests.Samples;

/// <summary>The program in <c>samples/Service</c>, as it was built beside these tests.</summary>
public sealed class ServiceSampleTests
{
    private const string Ready = "Now listening on: ";

    [Fact]
    public async Task Program_QuestionAndTexts_RanksThem_Issue21()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        using Process program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "..", "..", "Service", configuration, "Service.dll"), "models/mini", "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = SharedData.Root,
            RedirectStandardOutput = true,
        })!;
        try
        {
            string? line;
            do
            {
                line = await program.StandardOutput.ReadLineAsync();
            }
            while (line?.Contains(Ready, StringComparison.Ordinal) == false);

            using var http = new HttpClient { BaseAddress = new Uri(line![(line!.IndexOf(Ready, StringComparison.Ordinal) + Ready.Length)..]) };
            using HttpResponseMessage answer = await http.PostAsJsonAsync("/rank", new { question = "해녀는 무엇을 따나요?", texts = new[] { "등대는 길을 알려 준다.", "제주의 해녀는 전복을 딴다." } });
            JsonElement ranked = await answer.Content.ReadFromJsonAsync<JsonElement>();

            Assert.Equal(["제주의 해녀는 전복을 딴다.", "등대는 길을 알려 준다."], ranked.EnumerateArray().Select(text => text.GetProperty("text").GetString()));
            Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        }
        finally
        {
            program.Kill();
        }
    }
}
