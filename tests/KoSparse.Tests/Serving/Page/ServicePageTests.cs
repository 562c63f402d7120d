using System.Text.Json.Nodes;
using KoSparse.Serving;
using KoSparse.Serving.Access;
using KoSparse.Tests.Browsers;

namespace KoSparse.Tests.Serving.Page;

/// <summary>The page as a browser shows it; what it looked like lies beside the tests as PNG.</summary>
public sealed class ServicePageTests : IDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Three lists, what matched is marked, what terms give sums to the score, and text of documents is text.</summary>
    [ChromiumFact]
    public async Task Playground_Question_ShowsWhyEachDocumentWasFound()
    {
        await using RunningService service = await RunningService.StartAsync(index: ServedDocuments.Index(_folder.File("index")));
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}");
        await browser.WaitForAsync("document.querySelector('input[name=question]')");

        await browser.EvaluateAsync("""
            (() => {
              const input = document.querySelector('input[name=question]');
              input.value = '남쪽 등대의 불빛은 어디까지 가나요?';
              input.dispatchEvent(new Event('input'));
              document.querySelector('#panel form').requestSubmit();
            })()
            """);
        await browser.WaitForAsync("document.querySelectorAll('.card').length === 3 && document.querySelector('.hit mark')");
        await SaveAsync(browser, "playground");

        Assert.Equal(["남쪽 등대", "남쪽 등대", "남쪽 등대"], Texts(await browser.EvaluateAsync("[...document.querySelectorAll('.card')].map(card => card.querySelector('.hit strong span').textContent)")));
        Assert.Equal("등대", (string)(await browser.EvaluateAsync("[...document.querySelectorAll('.card')[1].querySelectorAll('mark')].map(mark => mark.textContent).find(text => text.startsWith('등대')).slice(0, 2)"))!);
        Assert.Empty(Texts(await browser.EvaluateAsync("[...document.querySelectorAll('.hit b')].map(b => b.textContent)")));
        Assert.True((bool)(await browser.EvaluateAsync("""
            [...document.querySelectorAll('.card')].flatMap(card => [...card.querySelectorAll('.hit')]).every(hit => {
              const score = Number(hit.querySelector('strong .number').textContent);
              const sum = Number(hit.querySelector('details .soft').textContent.split(' ').pop());
              return score > 0 && Math.abs(sum - score) < 0.002 + 0.01 * score;
            })
            """))!);
    }

    /// <summary>By keyboard from tab to tab, in both languages; the guide's two lunches stand there to compare.</summary>
    [ChromiumFact]
    public async Task Tabs_ByKeyboard_ShowTermsInBothLanguages()
    {
        await using RunningService service = await RunningService.StartAsync();
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}#inspector");
        await browser.WaitForAsync("document.querySelectorAll('.bars .bar').length >= 10");
        string[] first = Texts(await browser.EvaluateAsync("[...document.querySelectorAll('[role=tab]')].map(tab => tab.textContent)"));
        await SaveAsync(browser, "inspector");

        await browser.EvaluateAsync("document.querySelector('[role=tab][aria-selected=true]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))");
        await browser.WaitForAsync("document.querySelectorAll('.card').length === 3");
        await browser.EvaluateAsync("document.getElementById('language').click()");
        await browser.WaitForAsync("document.querySelectorAll('.card').length === 3");
        await SaveAsync(browser, "compare");

        string[] second = Texts(await browser.EvaluateAsync("[...document.querySelectorAll('[role=tab]')].map(tab => tab.textContent)"));
        Assert.Equal([["Inspector", "Compare"], ["들여다보기", "견주기"]], new[] { first, second }.OrderBy(tabs => tabs[0], StringComparer.Ordinal));
        Assert.Equal(["회사", "추천", "학교"], Texts(await browser.EvaluateAsync("[...document.querySelectorAll('.card')].map(card => card.querySelector('.bars span').textContent)")));
        Assert.True((bool)(await browser.EvaluateAsync("document.activeElement.id === 'tab-compare' || document.activeElement === document.body"))!);
        Assert.True((bool)(await browser.EvaluateAsync("document.documentElement.scrollWidth <= window.innerWidth"))!);
    }

    [ChromiumFact]
    public async Task Page_ServiceWithKeys_AsksForOne()
    {
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { Keys = new ApiKeys(_folder.Write("keys.txt", Key)) });
        using Chromium browser = await Chromium.OpenAsync($"{service.Http.BaseAddress}#inspector");
        await browser.WaitForAsync("!document.getElementById('keys').hidden");

        await browser.EvaluateAsync($"document.querySelector('#keys input').value = '{Key}'; document.querySelector('#keys').requestSubmit()");
        await browser.WaitForAsync("document.querySelectorAll('.bars .bar').length >= 10");

        Assert.True((bool)(await browser.EvaluateAsync("document.getElementById('keys').hidden"))!);
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => (string)text!)];

    private static async Task SaveAsync(Chromium browser, string name) =>
        await File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, $"page-{name}.png"), await browser.PictureAsync());
}
