namespace KoSparse.Preparation;

/// <summary>The lists of this folder, which the assembly carries.</summary>
internal static class PreparationResource
{
    /// <summary>The lines of a list, without empty ones and those that begin with <c>#</c>.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        string resource = $"KoSparse.Preparation.{name}";
        using Stream stream = typeof(PreparationResource).Assembly.GetManifestResourceStream(resource)
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
