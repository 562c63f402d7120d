namespace KoSparse.Evaluation.Benchmarks;

/// <summary>The judgements of a benchmark by question; immutable.</summary>
public sealed class Judgements
{
    private static readonly Dictionary<string, int> None = [];

    private readonly Dictionary<string, Dictionary<string, int>> _grades = new(StringComparer.Ordinal);

    /// <summary>Groups judgements by question; a document judged twice keeps its last grade.</summary>
    public Judgements(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        foreach (Judgement judgement in judgements)
        {
            if (!_grades.TryGetValue(judgement.QueryId, out Dictionary<string, int>? grades))
            {
                _grades[judgement.QueryId] = grades = new Dictionary<string, int>(StringComparer.Ordinal);
            }

            grades[judgement.DocumentId] = judgement.Grade;
        }
    }

    /// <summary>The grades of a question's documents by id; empty when none was judged.</summary>
    public IReadOnlyDictionary<string, int> Of(string queryId) => _grades.GetValueOrDefault(queryId, None);

    /// <summary>Whether a question has a relevant document, without which it measures nothing.</summary>
    internal bool HasRelevant(string queryId) => Of(queryId).Values.Any(grade => grade > 0);
}
