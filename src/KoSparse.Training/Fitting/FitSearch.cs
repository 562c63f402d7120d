using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Modeling;

namespace KoSparse.Training.Fitting;

/// <summary>What BM25 finds for every question, and the occurrences that decide it: what a fit learns from.</summary>
public sealed class FitSearch : IDisposable
{
    private readonly FitPostings _postings;

    internal FitSearch(FitConfig config, SparseModel model, ModelParts parts, FitQuestions questions, IProgress<int> texts)
    {
        var encoder = new IdfQueryEncoder(parts.Tokenizer, parts.Idf!.Values);
        Dictionary<int, float>[] vectors =
            [.. questions.Queries.Select(query => encoder.Encode(query).ByWeight().ToDictionary(term => term.TokenId, term => term.Weight))];
        _postings = FitPostings.Read(model, parts, questions.Texts, vectors.SelectMany(vector => vector.Keys), texts);
        Candidates = new FitCandidates(questions, vectors, _postings, config.Candidates);
        Cells = new FitCells(questions, vectors, _postings, Candidates, config.FalseNegativeMargin);
        States = new OccurrenceStates(model, parts, questions.Texts, Table, Cells.Rows);
    }

    /// <summary>Number of texts that an encoder has to read.</summary>
    public int CandidateCount => States.TextCount;

    internal FitCandidates Candidates { get; }

    internal FitCells Cells { get; }

    internal OccurrenceStates States { get; }

    internal TermTable Table => _postings.Table;

    /// <inheritdoc/>
    public void Dispose() => _postings.Dispose();
}
