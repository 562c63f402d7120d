using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Training.Counting;

/// <summary>How often tokens stand near each other in texts.</summary>
/// <remarks>Whole numbers, added up in any order: the counts do not depend on the number of threads.</remarks>
internal sealed class Cooccurrences
{
    /// <summary>Tokens to either side that count; one at distance d counts <c>6 − d</c> times, as in word2vec's windows.</summary>
    public const int Window = 5;

    /// <summary>Tokens that are counted of a corpus, the most frequent ones: a table of all pairs, and vectors of it, take 8 bytes for each, 6.7 GiB.</summary>
    private const int MaxTokens = 30_000;

    /// <summary>Texts between two reports of progress.</summary>
    private const int ReportInterval = 10_000;

    private readonly int[][] _counts;
    private readonly int[] _rowOf;

    /// <summary>Starts to count.</summary>
    /// <param name="tokens">Ids of the tokens that count; memory grows with the square of their number.</param>
    /// <param name="vocabularySize">Number of all tokens.</param>
    public Cooccurrences(IReadOnlyList<int> tokens, int vocabularySize)
    {
        Tokens = tokens;
        _rowOf = new int[vocabularySize];
        Array.Fill(_rowOf, -1);
        foreach ((int row, int token) in tokens.Index())
        {
            _rowOf[token] = row;
        }

        _counts = [.. tokens.Select(_ => new int[tokens.Count])];
    }

    /// <summary>The token of each row.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>Counts a corpus.</summary>
    /// <param name="corpus">Documents or triplets; each as for <see cref="CorpusTexts.Read"/>.</param>
    /// <param name="tokenizer">Splits the texts.</param>
    /// <param name="progress">Told now and then how many texts were read; throws to stop.</param>
    public static Cooccurrences Of(IReadOnlyList<string> corpus, Tokenizer tokenizer, IProgress<long>? progress = null)
    {
        var counts = new Cooccurrences(Frequent(corpus, tokenizer, progress), tokenizer.Vocabulary.Count);
        counts.Add(corpus.SelectMany(pattern => CorpusTexts.Read(pattern)), tokenizer, progress);
        return counts;
    }

    /// <summary>A token's counts beside each other one, by row; symmetrical.</summary>
    public IReadOnlyList<int> Row(int row) => _counts[row];

    /// <summary>Counts texts on all cores.</summary>
    /// <param name="texts">Enumerated once, by one thread at a time.</param>
    /// <param name="tokenizer">Splits the texts.</param>
    /// <param name="progress">Told now and then how many texts were read; throws to stop.</param>
    public void Add(IEnumerable<string> texts, Tokenizer tokenizer, IProgress<long>? progress = null)
    {
        long read = 0;
        Parallel.ForEach(texts, () => new List<int>(), (text, _, ids) =>
        {
            ids.Clear();
            tokenizer.AddFoldedIds(text, ids);
            Add([.. ids.Select(id => _rowOf[id]).Where(row => row >= 0)]);
            if (Interlocked.Increment(ref read) is long count && count % ReportInterval == 0)
            {
                progress?.Report(count);
            }

            return ids;
        }, _ => { });
    }

    private void Add(int[] rows)
    {
        for (int place = 0; place < rows.Length; place++)
        {
            for (int distance = 1; distance <= Window && distance <= place; distance++)
            {
                Interlocked.Add(ref _counts[rows[place]][rows[place - distance]], Window + 1 - distance);
                Interlocked.Add(ref _counts[rows[place - distance]][rows[place]], Window + 1 - distance);
            }
        }
    }

    /// <summary>The most frequent tokens that carry a word, where the vocabulary is too large for all.</summary>
    private static int[] Frequent(IReadOnlyList<string> corpus, Tokenizer tokenizer, IProgress<long>? progress)
    {
        IEnumerable<int> words = Enumerable.Range(0, tokenizer.Vocabulary.Count).Where(id => !tokenizer.Wordless.Contains(id));
        if (tokenizer.Vocabulary.Count <= MaxTokens)
        {
            return [.. words];
        }

        InverseDocumentFrequency counted = IdfCounter.CountFiles(corpus, tokenizer, IdfSmoothing.Bm25, progress: progress);
        return [.. words.OrderByDescending(id => counted.DocumentFrequencies[id]).ThenBy(id => id).Take(MaxTokens).Order()];
    }
}
