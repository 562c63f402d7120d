using KoSparse.Serving;
using KoSparse.Serving.Access;
using KoSparse.Tests.Browsers;

namespace KoSparse.Tests.Serving.Page;

/// <summary>The page for those who see little, use no mouse, or hold a phone; what it looked like lies beside the tests as PNG.</summary>
public sealed class PageAccessibilityTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private const string Question = "남쪽 등대의 불빛은 어디까지 가나요?";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ChromiumTheory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(375, "light")]
    [InlineData(375, "dark")]
    public async Task Page_EveryTab_BreaksNoRule_Issue21(int width, string scheme)
    {
        await using RunningService service = await RunningService.StartAsync(index: ServedDocuments.Index(_folder.File("index")));
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}");
        await browser.BecomeAsync(width, scheme);
        await browser.WaitForAsync("document.querySelector('input[name=question]')");
        List<string> faults = [];
        foreach (string language in (string[])["en", "ko"])
        {
            if ((string)(await browser.EvaluateAsync("document.documentElement.lang"))! != language)
            {
                await browser.EvaluateAsync("document.getElementById('language').click()");
            }

            foreach (string tab in (string[])["playground", "inspector", "compare"])
            {
                await browser.EvaluateAsync($"document.getElementById('tab-{tab}').click(); state.values.question = '{Question}'; show()");
                await browser.WaitForAsync("document.querySelector('#panel .card li, #panel .card .hit')");
                await browser.EvaluateAsync("document.querySelectorAll('details').forEach(part => { part.open = true; })");
                faults.AddRange((await Accessibility.FaultsAsync(browser)).Concat(await Accessibility.UnreadableAsync(browser)).Select(fault => $"{tab} in {language}: {fault}"));
                await SaveAsync(browser, $"{tab}-{language}-{scheme}-{width}");
            }
        }

        Faults.AssertNone(faults);
    }

    [ChromiumTheory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(375, "light")]
    [InlineData(375, "dark")]
    public async Task Docs_OfTheService_BreakNoRule_Issue21(int width, string scheme)
    {
        await using RunningService service = await RunningService.StartAsync();
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}docs/");
        await browser.BecomeAsync(width, scheme);
        await browser.WaitForAsync("document.body.innerText.includes('/embed_sparse')");

        await SaveAsync(browser, $"docs-{scheme}-{width}");
        string[] faults = await Accessibility.FaultsAsync(browser, "landmark-unique"); // Scalar calls the operations of each group by one name
        Faults.AssertNone(faults.Concat(await Accessibility.UnreadableAsync(browser)));
    }

    [ChromiumFact]
    public async Task Page_KeyThatIsNotTaken_IsSaidAndBreaksNoRule_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { Keys = new ApiKeys(_folder.Write("keys.txt", Key)) });
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}");
        await browser.WaitForAsync("!document.getElementById('keys').hidden");
        string asked = (string)(await browser.EvaluateAsync("document.querySelector('#keys span').textContent"))!;

        await browser.EvaluateAsync("document.querySelector('#keys input').focus()");
        await browser.TypeAsync("a-key-of-nobody-at-all");
        await browser.PressAsync("Enter");
        await browser.WaitForAsync($"document.querySelector('#keys span').textContent !== '{asked}'");

        Faults.AssertNone(await Accessibility.FaultsAsync(browser));
        Assert.Contains((string)(await browser.EvaluateAsync("document.querySelector('#keys span').textContent"))!, new[] { "The service does not take this key", "서비스가 이 키를 받지 않습니다" });
    }

    /// <summary>All of it without a mouse: search, unfold a score, look into a text as a question, change the language.</summary>
    [ChromiumFact]
    public async Task Page_ByKeyboardAlone_DoesEverything_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync(index: ServedDocuments.Index(_folder.File("index")));
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}");
        await browser.EvaluateAsync("state.language = 'en'; show()");

        Assert.Equal(["a API", "button 한국어", "tab Playground", "input Question", "button Search"], await Accessibility.StopsAsync(browser));
        await PressAsync(browser, "Tab", "Tab", "Tab", "Tab");
        await browser.TypeAsync(Question);
        await browser.PressAsync("Enter");
        await browser.WaitForAsync("document.querySelectorAll('.hit').length >= 3");
        Assert.Equal("BM25 (2), Sparse vectors (2), Both, fused (2)", (string)(await browser.EvaluateAsync("document.getElementById('told').textContent"))!);
        await PressAsync(browser, "Tab", "Tab", "Enter");
        await browser.WaitForAsync("document.querySelector('.hit details').open");

        await browser.EvaluateAsync("document.getElementById('tab-playground').focus()");
        await browser.PressAsync("ArrowRight");
        await browser.WaitForAsync("document.activeElement.id === 'tab-inspector' && document.querySelector('textarea[name=text]')");
        await browser.WaitForAsync("document.querySelector('.card li')");
        string document = (string)(await browser.EvaluateAsync("document.querySelector('.card').textContent"))!;
        await PressAsync(browser, "Tab", "Tab", "ArrowDown", "Tab", " ");
        await browser.WaitForAsync($"document.querySelector('.card').textContent !== {System.Text.Json.JsonSerializer.Serialize(document)}");
        await browser.EvaluateAsync("document.getElementById('language').focus()");
        await browser.PressAsync(" ");
        await browser.WaitForAsync("document.documentElement.lang === 'ko' && document.activeElement.id === 'language'");
        Assert.Equal("en", (string)(await browser.EvaluateAsync("document.activeElement.lang"))!);
    }

    private static async Task PressAsync(Chromium browser, params string[] keys)
    {
        foreach (string key in keys)
        {
            await browser.PressAsync(key);
        }
    }

    private static async Task SaveAsync(Chromium browser, string name) =>
        await File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, $"page-{name}.png"), await browser.PictureAsync());
}
