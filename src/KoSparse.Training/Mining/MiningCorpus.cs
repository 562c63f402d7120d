using KoSparse.Data;
using KoSparse.Training.Batches;

namespace KoSparse.Training.Mining;

/// <summary>The questions that are mined for and the texts that are searched, each once.</summary>
internal sealed class MiningCorpus
{
    private readonly Dictionary<string, HashSet<int>> _answers = new(StringComparer.Ordinal);
    private readonly NumberedDocuments _texts = new();

    /// <summary>Draws questions and texts.</summary>
    /// <param name="triplets">The training data.</param>
    /// <param name="options">Which kinds, and how many.</param>
    /// <param name="random">Draws where not all are taken.</param>
    public MiningCorpus(TrainingSet triplets, MiningOptions options, Random random)
    {
        Triplet[] all = [.. Enumerable.Range(0, triplets.Count).Select(triplets.Original)];
        string[] queries =
        [
            .. all.Where(t => options.PairTypes.Count == 0 || options.PairTypes.Contains(t.PairType ?? "", StringComparer.Ordinal))
                .Select(t => t.Query)
                .Distinct(),
        ];
        if (options.MaxQueries > 0 && options.MaxQueries < queries.Length)
        {
            random.Shuffle(queries);
            queries = queries[..options.MaxQueries];
        }

        Queries = queries;
        HashSet<string> wanted = [.. queries];
        foreach (Triplet triplet in all.Where(t => wanted.Contains(t.Query)))
        {
            if (!_answers.TryGetValue(triplet.Query, out HashSet<int>? answers))
            {
                _answers[triplet.Query] = answers = [];
            }

            answers.Add(_texts.Place(triplet.Positive));
        }

        Document[] others = [.. all.SelectMany(t => t.Negatives.Prepend(t.Positive)).Distinct().Where(text => !_texts.Contains(text))];
        if (options.MaxDocuments > 0)
        {
            random.Shuffle(others);
            others = [.. others.Take(Math.Max(0, options.MaxDocuments - _texts.All.Count))];
        }

        Array.ForEach(others, text => _texts.Place(text));
    }

    /// <summary>The questions.</summary>
    public IReadOnlyList<string> Queries { get; }

    /// <summary>The texts.</summary>
    public IReadOnlyList<Document> Texts => _texts.All;

    /// <summary>Places of the texts that are known to answer a question.</summary>
    public IReadOnlySet<int> AnswersOf(string query) => _answers[query];
}
