using KoSparse.Data;
using KoSparse.Search.Bm25;

namespace KoSparse.Preparation;

/// <summary>Makes one query of a paragraph, of a kind drawn at random.</summary>
/// <param name="index">The paragraphs: says how rare a word is.</param>
internal sealed class QueryForms(Bm25Index index)
{
    private const int ShortestText = 40;
    private const int ShortestSentence = 15;
    private const int LongestSentence = 120;
    private const int RareNouns = 6;
    private const double SentenceQuestionShare = 0.7;

    // A word in more than 1 of 50 paragraphs tells little. By itself it is a query when the paragraph repeats it and no
    // more than 1 of 500 hold it, or 1 of 5,000. One in a single paragraph is as often a misspelling.
    private const int CommonShare = 50;
    private const int RepeatedShare = 500;
    private const int RareShare = 5000;
    private const int FewestHolders = 2;

    /// <summary>A query that the paragraph answers, or null when it yields none of the kind drawn.</summary>
    public PreparedQuery? Make(Document paragraph, Random random)
    {
        if (paragraph.Text.Length < ShortestText)
        {
            return null;
        }

        // Shares near those in which the phases of the recipes draw the kinds.
        return random.NextDouble() switch
        {
            < 0.20 => Of(SingleTerm(paragraph, random), paragraph, PairTypes.SingleTerm),
            < 0.45 => Of(MultiTerm(paragraph, random), paragraph, PairTypes.MultiTerm),
            < 0.58 => Of(Question(paragraph, random), paragraph, PairTypes.Original),
            < 0.68 => SentenceAndRest(paragraph, random, PairTypes.Original),
            < 0.88 => Of(Question(paragraph, random), paragraph, PairTypes.HardNegative),
            < 0.96 => Of(MultiTerm(paragraph, random), paragraph, PairTypes.HardNegative),
            _ => SentenceAndRest(paragraph, random, PairTypes.HardNegative),
        };
    }

    /// <summary>The words of a real question that carry its meaning, or null when there are fewer than two.</summary>
    public string? Keywords(string question)
    {
        string[] nouns = [.. Nouns.Of(question).Distinct().Where(noun => Rarity(noun, CommonShare) > 0)];
        return nouns.Length < 2 ? null : string.Join(' ', nouns);
    }

    private static PreparedQuery? Of(string? query, Document paragraph, string pairType) =>
        query is null ? null : new PreparedQuery(query, paragraph.WithoutId(), pairType);

    private string? SingleTerm(Document paragraph, Random random)
    {
        bool title = IsFirst(paragraph) && random.NextDouble() < 0.7;
        return title
            ? PlainTitle(paragraph.Title)
            : RarestNouns(paragraph.Text, RepeatedShare).FirstOrDefault(noun =>
                Rarity(noun, RareShare) > 0
                || paragraph.Text.IndexOf(noun, StringComparison.Ordinal)
                    != paragraph.Text.LastIndexOf(noun, StringComparison.Ordinal));
    }

    private string? MultiTerm(Document paragraph, Random random)
    {
        string title = PlainTitle(paragraph.Title);
        string[] nouns = [.. RarestNouns(paragraph.Text, CommonShare)
            .Where(noun => !title.Contains(noun, StringComparison.Ordinal))
            .Take(RareNouns)];
        random.Shuffle(nouns);
        if (random.NextDouble() < 0.5)
        {
            return nouns.Length == 0 ? null : $"{title} {nouns[0]}";
        }

        // In the order of the text, since people put the general word before the special one, as it does.
        string[] chosen = [.. nouns
            .Take(random.Next(2, 5))
            .OrderBy(noun => paragraph.Text.IndexOf(noun, StringComparison.Ordinal))];
        return chosen.Length < 2 ? null : string.Join(' ', chosen);
    }

    private string? Question(Document paragraph, Random random)
    {
        string title = PlainTitle(paragraph.Title);
        string[] ofSentences = random.NextDouble() < SentenceQuestionShare
            ? [.. Sentences.Of(paragraph.Text)
                .Select(sentence => SentenceQuestions.Of(sentence, title, random))
                .OfType<string>()]
            : [];
        if (ofSentences.Length > 0)
        {
            return ofSentences[random.Next(ofSentences.Length)];
        }

        string[] nouns = [.. RarestNouns(paragraph.Text, CommonShare)
            .Where(noun => !title.Contains(noun, StringComparison.Ordinal))
            .Take(RareNouns)];
        string? noun = nouns.Length == 0 ? null : nouns[random.Next(nouns.Length)];
        return QuestionRules.Default.Ask(title, paragraph.Text, IsFirst(paragraph), noun, random);
    }

    private static PreparedQuery? SentenceAndRest(Document paragraph, Random random, string pairType)
    {
        IReadOnlyList<string> sentences = Sentences.Of(paragraph.Text);
        string sentence = sentences[random.Next(sentences.Count)];
        string rest = string.Join(' ', sentences.Where(other => !ReferenceEquals(other, sentence)));
        return sentence.Length is < ShortestSentence or > LongestSentence || rest.Length < ShortestText
            ? null
            : new PreparedQuery(sentence, paragraph.WithoutId() with { Text = rest }, pairType);
    }

    private IEnumerable<string> RarestNouns(string text, int share) => Nouns.Of(text)
        .CountBy(noun => noun, StringComparer.Ordinal)
        .Select(entry => (Noun: entry.Key, Weight: entry.Value * Rarity(entry.Key, share)))
        .Where(candidate => candidate.Weight > 0)
        .OrderByDescending(candidate => candidate.Weight)
        .ThenBy(candidate => candidate.Noun, StringComparer.Ordinal)
        .Select(candidate => candidate.Noun);

    // ln(N / df), or 0 for words too common or seen only here.
    private double Rarity(string noun, int share)
    {
        int holders = index.DocumentFrequency(noun);
        int documents = index.DocumentCount;
        return holders < FewestHolders || holders > Math.Max(FewestHolders, documents / share)
            ? 0
            : Math.Log((double)documents / holders);
    }

    private static bool IsFirst(Document paragraph) => paragraph.Id.EndsWith("#0", StringComparison.Ordinal);

    // 서면 (서천군) is asked for as 서면.
    private static string PlainTitle(string title)
    {
        int parenthesis = title.IndexOf(" (", StringComparison.Ordinal);
        return parenthesis > 0 ? title[..parenthesis] : title;
    }
}
