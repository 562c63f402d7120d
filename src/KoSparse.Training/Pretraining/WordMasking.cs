using KoSparse.Text;

namespace KoSparse.Training.Pretraining;

/// <summary>Chooses the words to be guessed, all pieces of a word together.</summary>
/// <remarks>
/// Of the chosen words 80 % become mask tokens, 10 % random tokens, 10 % stay (Devlin et al., 2019, arXiv:1810.04805). One piece
/// hidden in a word that is otherwise shown would be guessed from its neighbours alone.
/// </remarks>
internal sealed class WordMasking
{
    private const double Masked = 0.8;
    private const double Replaced = 0.1;
    private readonly SpecialTokens _tokens;
    private readonly HashSet<int> _special;
    private readonly bool[] _startsWord;
    private readonly int[] _ordinary;
    private readonly double _ratio;

    /// <summary>Makes a masking.</summary>
    /// <param name="tokenizer">Made the sequences.</param>
    /// <param name="ratio">Share of the ordinary tokens to be guessed.</param>
    public WordMasking(Tokenizer tokenizer, double ratio)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_tokens, _special, _ratio) = (tokenizer.SpecialTokens, [.. tokenizer.SpecialTokens.All], ratio);
        _startsWord = [.. Enumerable.Range(0, tokenizer.Vocabulary.Count).Select(tokenizer.BeginsWord)];
        _ordinary = [.. Enumerable.Range(0, _startsWord.Length).Where(id => !_special.Contains(id))];
    }

    /// <summary>Hides words of a sequence, at least one if it has any.</summary>
    /// <param name="ids">The sequence; changed in place.</param>
    /// <param name="random">Decides.</param>
    /// <returns>The places to be guessed, ascending, and the ids that stood there.</returns>
    public IReadOnlyList<(int Place, int Id)> Hide(Span<int> ids, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<Range> words = WordsOf(ids);
        int wanted = Math.Max(1, (int)Math.Round(_ratio * words.Sum(w => w.End.Value - w.Start.Value)));
        Range[] order = [.. words];
        random.Shuffle(order);
        List<(int Place, int Id)> hidden = [];
        foreach (Range word in order)
        {
            if (hidden.Count >= wanted)
            {
                break;
            }

            double fate = random.NextDouble();
            for (int place = word.Start.Value; place < word.End.Value; place++)
            {
                hidden.Add((place, ids[place]));
                ids[place] = fate < Masked ? _tokens.Mask : fate < Masked + Replaced ? _ordinary[random.Next(_ordinary.Length)] : ids[place];
            }
        }

        hidden.Sort();
        return hidden;
    }

    private List<Range> WordsOf(ReadOnlySpan<int> ids)
    {
        List<Range> words = [];
        for (int start = 0; start < ids.Length;)
        {
            int end = start + 1;
            while (end < ids.Length && !_startsWord[ids[end]] && !_special.Contains(ids[end]))
            {
                end++;
            }

            if (_special.Contains(ids[start]))
            {
                end = start + 1;
            }
            else
            {
                words.Add(start..end);
            }

            start = end;
        }

        return words;
    }
}
