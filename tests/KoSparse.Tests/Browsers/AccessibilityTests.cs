namespace KoSparse.Tests.Browsers;

public sealed class AccessibilityTests
{
    /// <summary>The checks find what is planted.</summary>
    [ChromiumFact]
    public async Task Checks_PageWithFaults_FindThem()
    {
        using Chromium browser = await Chromium.OpenAsync("about:blank");
        await browser.EvaluateAsync("document.body.innerHTML = '<button style=\"outline: none; margin-left: 2000px\">Go</button><img src=\"data:,\"><p style=\"font-size: 8px\">tiny</p>'");

        string[] faults = await Accessibility.FaultsAsync(browser);

        Assert.Contains(faults, fault => fault.StartsWith("image-alt: ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("html-has-lang: ", StringComparison.Ordinal));
        Assert.Equal(["<butto", "<p sty"], (await Accessibility.UnreadableAsync(browser)).Select(html => html[..6]));
        Assert.Equal(["button Go without a visible focus"], await Accessibility.StopsAsync(browser));
    }
}
