namespace KoSparse.Preparation.Sample;

/// <summary>The wordings of a paragraph and of the questions that it answers.</summary>
internal sealed class SampleParagraph
{
    private const double OptionalShare = 0.6;

    private readonly List<(string[] Wordings, bool IsOptional)> _sentences = [];
    private readonly List<string[]> _questions = [];

    /// <summary>Adds a line of the resource: a sentence, <c>~</c> and a sentence, or <c>?</c> and a question.</summary>
    public void Add(string line)
    {
        if (line[0] == '?')
        {
            _questions.Add(line[1..].Split('|'));
        }
        else
        {
            _sentences.Add((line.TrimStart('~').Split('|'), line[0] == '~'));
        }
    }

    /// <summary>The paragraph about an entry, in wordings drawn at random.</summary>
    public string Tell(SampleEntry entry, Random random) => string.Join(' ', _sentences
        .Where(sentence => !sentence.IsOptional || random.NextDouble() < OptionalShare)
        .Select(sentence => entry.Expand(sentence.Wordings[random.Next(sentence.Wordings.Length)])));

    /// <summary>Every wording of every question about an entry.</summary>
    public IEnumerable<string> Ask(SampleEntry entry) => _questions.SelectMany(wordings => wordings).Select(entry.Expand);
}
