namespace KoSparse.Tests.Browsers;

/// <summary>A test that needs a browser: skipped where there is no Chromium ('apt-get install chromium').</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null)
        {
            Skip = "There is no chromium, chromium-browser or google-chrome on this machine.";
        }
    }
}
