using KoSparse.Data;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Vectors;

namespace KoSparse.Training.Fitting;

/// <summary>For every token of the questions, the occurrences that answer to it: its own, and where a text has none, those of the heaviest variant.</summary>
/// <remarks>Which variant is the heaviest is decided at BM25; an encoder decides it by the weights that were learned.</remarks>
internal sealed class FitPostings : IDisposable
{
    private readonly Dictionary<int, FitPosting[]> _postings;

    private FitPostings(TermTable table, int[] asked, ILookup<int, (int Source, float Share)> sources)
    {
        Table = table;
        ILookup<int, int> rows = Enumerable.Range(0, table.Tokens.Length).ToLookup(row => table.Tokens[row]);
        _postings = asked.AsParallel().Select(token => (Token: token, Postings: Find(token, rows, sources[token]))).ToDictionary(p => p.Token, p => p.Postings);
    }

    /// <summary>All occurrences.</summary>
    public TermTable Table { get; }

    /// <summary>Reads all texts once.</summary>
    /// <param name="model">Has a lexical prior.</param>
    /// <param name="parts">Its tokenizer, variants, and how long its windows are.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="asked">Tokens of the questions.</param>
    /// <param name="progress">Told how many texts are done; throws to stop.</param>
    public static FitPostings Read(SparseModel model, ModelParts parts, IReadOnlyList<Document> texts, IEnumerable<int> asked, IProgress<int> progress)
    {
        int[] tokens = [.. asked.Distinct()];
        VariantOptions variants = parts.Encode.Variants ?? new VariantOptions { WordStart = 0, Syllable = 0, Family = 0 };
        ILookup<int, (int Source, float Share)> sources = SubwordVariants.Of(parts.Tokenizer, variants, parts.Families.Value).SourcesOf(tokens);
        IEnumerable<int> read = tokens.Concat(sources.SelectMany(s => s).Select(s => s.Source)).Distinct();
        return new FitPostings(TermTable.Read(model, parts, texts, read, progress), tokens, sources);
    }

    /// <summary>The occurrences that answer to a token of a question.</summary>
    public IReadOnlyList<FitPosting> Of(int token) => _postings[token];

    /// <inheritdoc/>
    public void Dispose() => Table.Dispose();

    private FitPosting[] Find(int token, ILookup<int, int> rows, IEnumerable<(int Source, float Share)> sources)
    {
        FitPosting[] own = [.. Postings(rows[token], 1)];
        HashSet<int> having = [.. own.Select(p => p.Text)];
        Dictionary<int, (FitPosting[] Rows, float Weight)> heaviest = [];
        foreach ((int source, float share) in sources)
        {
            foreach (IGrouping<int, FitPosting> text in Postings(rows[source], share).Where(p => !having.Contains(p.Text)).GroupBy(p => p.Text))
            {
                FitPosting[] there = [.. text];
                float weight = there.Sum(p => p.Share);
                if (weight > heaviest.GetValueOrDefault(text.Key).Weight)
                {
                    heaviest[text.Key] = (there, weight);
                }
            }
        }

        return [.. own, .. heaviest.Values.SelectMany(h => h.Rows)];
    }

    private IEnumerable<FitPosting> Postings(IEnumerable<int> rows, float share) =>
        rows.Select(row => new FitPosting(Table.Texts[row], row, share * Table.Shares[row]));
}
