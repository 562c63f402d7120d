namespace KoSparse.Tests;

/// <summary>A test that reads files beside the repository: skipped, with the reason, where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the files.</summary>
    /// <param name="needs">Names as for <see cref="SharedData.Find"/>.</param>
    public SharedTheoryAttribute(params string[] needs) => Skip = SharedData.Missing(needs);
}
