using KoSparse.Text;

namespace KoSparse.Search.Snippets;

/// <summary>The passage of a document that shows best why it was found.</summary>
/// <param name="Text">The passage, without line breaks.</param>
/// <param name="Matches">Where the matched terms stand in it, in order, not overlapping.</param>
/// <param name="CutBefore">Whether the document goes on before the passage.</param>
/// <param name="CutAfter">Whether the document goes on after it.</param>
public sealed record Snippet(string Text, IReadOnlyList<TextSpan> Matches, bool CutBefore, bool CutAfter)
{
    /// <summary>Finds the passage with the heaviest distinct terms; a text without any gives its beginning.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="tokenizer">Splits it as the encoder does.</param>
    /// <param name="weights">Matched terms by token id, with their part of the score.</param>
    /// <param name="width">Largest number of characters, at least 20.</param>
    /// <param name="words">Matched words, with their part of the score; null for none.</param>
    public static Snippet Of(
        string text, Tokenizer tokenizer, IReadOnlyDictionary<int, float> weights, int width = 160, IReadOnlyDictionary<string, float>? words = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        string[] spelled = words is null ? [] : [.. words.Keys.Order(StringComparer.Ordinal)];
        Token[] matches = [.. Matching(text, tokenizer, weights).Concat(Matching(text, spelled)).OrderBy(t => t.Start)];
        Dictionary<int, float> all = new(weights);
        foreach ((int number, string word) in spelled.Index())
        {
            all.Add(IdOf(number), words![word]);
        }

        (int start, int end) = Passage(text, matches, all, width);
        string passage = text[start..end].Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' '); // each by one: places stay
        TextSpan[] inside =
        [
            .. matches.Where(t => t.Start >= start && t.Start + t.Length <= end)
                .Select(t => new TextSpan(t.Start - start, t.Length)),
        ];
        return new Snippet(passage, Joined(inside), start > 0, end < text.Length);
    }

    /// <summary>The matched tokens of a text, and the letters of those that it does not have, as the variants of an encoder are.</summary>
    private static Token[] Matching(string text, Tokenizer tokenizer, IReadOnlyDictionary<int, float> weights)
    {
        FoldedText folded = FoldedText.Of(text);
        Token[] own = [.. tokenizer.TokenizeFolded(text).Where(t => t.Length > 0 && weights.ContainsKey(t.Id)).Select(t => WithoutBlanks(text, t))];
        IEnumerable<Token> variants = weights.Keys.Except(own.Select(t => t.Id)).SelectMany(id => Spelled(folded.Text, tokenizer.LettersOf(id), id)).Select(folded.Place);
        return [.. own.Concat(variants).OrderBy(t => t.Start)];
    }

    /// <summary>Words have ids below those of tokens.</summary>
    private static int IdOf(int word) => -1 - word;

    /// <summary>Where words stand, as parts of others, too.</summary>
    private static IEnumerable<Token> Matching(string text, string[] words)
    {
        if (words.Length == 0)
        {
            return [];
        }

        FoldedText folded = FoldedText.Of(text);
        return words.Index().SelectMany(word => Spelled(folded.Text, word.Item, IdOf(word.Index))).Select(folded.Place);
    }

    private static IEnumerable<Token> Spelled(string text, string letters, int id)
    {
        for (int place = 0; letters.Length > 0 && (place = text.IndexOf(letters, place, StringComparison.OrdinalIgnoreCase)) >= 0; place += letters.Length)
        {
            yield return new Token(id, place, letters.Length);
        }
    }

    /// <summary>The place without the blank before a word, which some vocabularies count to its piece.</summary>
    private static Token WithoutBlanks(string text, Token token)
    {
        int start = token.Start;
        while (start < token.Start + token.Length - 1 && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return token with { Start = start, Length = token.Start + token.Length - start };
    }

    private static (int Start, int End) Passage(
        string text, Token[] matches, Dictionary<int, float> weights, int width)
    {
        if (text.Length <= width)
        {
            return (0, text.Length);
        }

        Token? first = null;
        float best = 0;
        foreach (Token candidate in matches)
        {
            float weight = matches
                .Where(t => t.Start >= candidate.Start && t.Start + t.Length <= candidate.Start + (width * 3 / 4))
                .DistinctBy(t => t.Id)
                .Sum(t => weights[t.Id]);
            if (weight > best)
            {
                (first, best) = (candidate, weight);
            }
        }

        int start = Math.Clamp((first?.Start ?? 0) - (width / 4), 0, text.Length - width);
        return (AfterSpace(text, start, limit: first?.Start ?? 0), BeforeSpace(text, start + width));
    }

    /// <summary>The next beginning of a word, so that none is cut; the place itself when the word is long.</summary>
    private static int AfterSpace(string text, int start, int limit)
    {
        if (start == 0)
        {
            return 0;
        }

        int space = text.IndexOf(' ', start - 1);
        return space >= 0 && space < limit ? space + 1 : Whole(text, start);
    }

    private static int BeforeSpace(string text, int end)
    {
        if (end >= text.Length)
        {
            return text.Length;
        }

        int space = text.LastIndexOf(' ', end, 20);
        return space > 0 ? space : Whole(text, end);
    }

    /// <summary>A place that splits no surrogate pair.</summary>
    private static int Whole(string text, int place) => char.IsLowSurrogate(text[place]) ? place - 1 : place;

    private static List<TextSpan> Joined(TextSpan[] spans)
    {
        List<TextSpan> joined = [];
        foreach (TextSpan span in spans)
        {
            if (joined.Count > 0 && span.Start <= joined[^1].End)
            {
                TextSpan last = joined[^1];
                joined[^1] = last with { Length = Math.Max(last.End, span.End) - last.Start };
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }
}
