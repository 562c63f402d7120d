namespace KoSparse.Tests.Browsers;

/// <summary>As <see cref="ChromiumFactAttribute"/>, for several cases.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = new ChromiumFactAttribute().Skip;
}
