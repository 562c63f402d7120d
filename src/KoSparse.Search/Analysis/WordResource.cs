namespace KoSparse.Search.Analysis;

/// <summary>The word lists of this folder, which the assembly carries.</summary>
internal static class WordResource
{
    /// <summary>The lines of a list, without empty ones and those that begin with <c>#</c>.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        string resource = $"KoSparse.Search.Analysis.{name}";
        using Stream stream = typeof(WordResource).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks the resource {resource}.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is string line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
