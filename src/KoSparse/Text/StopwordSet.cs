namespace KoSparse.Text;

/// <summary>Words that tell nothing about a topic: particles, endings, function words.</summary>
public sealed class StopwordSet
{
    private StopwordSet(string name, IReadOnlyList<string> words) => (Name, Words) = (name, words);

    /// <summary>Name of the list.</summary>
    public string Name { get; }

    /// <summary>The words, without markers, in the order of the list.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Loads one of the lists that come with KoSparse.</summary>
    /// <param name="name"><c>v25</c> (163 words) or <c>v26</c> (these and more, for recipes V26 and later).</param>
    /// <exception cref="ArgumentException">There is no such list.</exception>
    public static StopwordSet Load(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using Stream? resource = typeof(StopwordSet).Assembly.GetManifestResourceStream($"{typeof(StopwordSet).Namespace}.Stopwords.{name}.txt");
        if (resource is null)
        {
            throw new ArgumentException($"No stopword list '{name}'. The lists are v25 and v26.", nameof(name));
        }

        using StreamReader reader = new(resource);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new StopwordSet(name, [.. lines.Where(line => !line.StartsWith('#'))]);
    }

    /// <summary>The tokens of a vocabulary that are stopwords as a whole: bare, going on with a word, or beginning one.</summary>
    /// <remarks>
    /// A stopword that a tokenizer splits masks none of its pieces, unless a piece is a stopword itself: <c>에서부터</c> must not mask <c>##터</c>.
    /// </remarks>
    /// <returns>Ids, ascending; never a special token.</returns>
    public int[] TokenIds(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        SortedSet<int> ids = [];
        foreach (string word in Words)
        {
            foreach (bool beginsWord in (bool[])[true, false])
            {
                if (tokenizer.TryGetId(word, beginsWord, out int id))
                {
                    ids.Add(id);
                }
            }
        }

        ids.ExceptWith(tokenizer.SpecialTokens.All);
        return [.. ids];
    }
}
