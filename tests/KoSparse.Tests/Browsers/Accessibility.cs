using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;

namespace KoSparse.Tests.Browsers;

/// <summary>What keeps people from using a page: without eyes, without a mouse, on a phone.</summary>
internal static class Accessibility
{
    /// <summary>Smallest letters that may stand on a page, in pixels of CSS.</summary>
    private const int SmallestLetters = 11;

    /// <summary>Rules of WCAG 2.2 and of good practice that the page breaks as it stands (axe-core).</summary>
    /// <param name="browser">Shows the page.</param>
    /// <param name="except">Rules that are not asked for.</param>
    public static async Task<string[]> FaultsAsync(Chromium browser, params string[] except)
    {
        await browser.EvaluateAsync($"{new BundledAxeScriptProvider().GetScript()}; 0");
        return [.. Texts(await browser.EvaluateAsync("""
            axe.run(document, { rules: { 'target-size': { enabled: true } } }).then(result =>
              result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 120)}: ${node.failureSummary}`)))
            """)).Where(fault => !except.Contains(fault[..fault.IndexOf(':', StringComparison.Ordinal)]))];
    }

    /// <summary>What stands beyond the window's right edge, unless it is in something to scroll by itself, or is too small to read.</summary>
    public static async Task<string[]> UnreadableAsync(Chromium browser) => Texts(await browser.EvaluateAsync($$"""
        [...document.body.querySelectorAll('*')].filter(element => {
          const box = element.getBoundingClientRect();
          const scrolls = part => part !== document.body && (getComputedStyle(part).overflowX !== 'visible' || scrolls(part.parentElement));
          const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
          return box.width > 1 && ((box.right > innerWidth + 1 && !scrolls(element)) || (hasText && parseFloat(getComputedStyle(element).fontSize) < {{SmallestLetters}}));
        }).map(element => element.outerHTML.slice(0, 120))
        """));

    /// <summary>What the tab key comes to, from the page's beginning to its end, each as its role and name; what shows no focus is said.</summary>
    public static async Task<string[]> StopsAsync(Chromium browser)
    {
        await browser.EvaluateAsync("document.activeElement.blur(); getSelection().collapse(document.body, 0)");
        List<string> stops = [];
        while (stops.Count < 100)
        {
            await browser.PressAsync("Tab");
            string stop = (string)(await browser.EvaluateAsync("""
                (() => {
                  const at = document.activeElement, style = getComputedStyle(at);
                  if (at === document.body) return '';
                  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                  const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText.trim().split('\n')[0] ?? at.textContent;
                  return `${at.getAttribute('role') ?? at.localName} ${name}${seen ? '' : ' without a visible focus'}`;
                })()
                """))!;
            if (stop.Length == 0)
            {
                break;
            }

            stops.Add(stop);
        }

        return [.. stops];
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(text => (string)text!)];
}
