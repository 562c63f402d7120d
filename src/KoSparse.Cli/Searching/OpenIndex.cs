using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Search.Fusion;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Cli.Searching;

/// <summary>An index with the model that it was built with.</summary>
internal sealed class OpenIndex
{
    private readonly SearchIndex _index;
    private readonly OpenModel _model;

    /// <summary>Joins an index with a model.</summary>
    /// <exception cref="IndexFormatException">The index was built with another tokenizer.</exception>
    public OpenIndex(string folder, OpenModel model)
    {
        _index = SearchIndex.Open(folder);
        _model = model;
        if (_index.TokenizerHash != model.Tokenizer.Hash || _index.VocabularySize != model.Encoder.VocabularySize)
        {
            throw new IndexFormatException(
                $"{folder}: built with another tokenizer ({_index.VocabularySize:N0} terms) than that of {model.Folder} " +
                $"({model.Encoder.VocabularySize:N0}). Search with the model that built it, or build it again with 'kosparse index'.");
        }
    }

    /// <summary>Number of documents.</summary>
    public int Count => _index.DocumentCount;

    /// <summary>What is damaged and left out.</summary>
    public IReadOnlyList<string> Faults => _index.Faults;

    /// <summary>The best documents for a question, each with the terms that found it; a damaged segment is left out.</summary>
    public IReadOnlyList<FoundDocument> Search(
        string question, int count, SearchedField by, IReadOnlyList<KeywordFilter> filters)
    {
        SparseVector query = _model.Encoder.EncodeQueries([question])[0];
        for (; ; )
        {
            int faults = _index.Faults.Count;
            try
            {
                return Search(query, question, count, by, filters);
            }
            catch (IndexFormatException) when (_index.Faults.Count > faults)
            {
                // A stored text was damaged. Its segment is left out from now on.
            }
        }
    }

    private IReadOnlyList<FoundDocument> Search(
        SparseVector query, string question, int count, SearchedField by, IReadOnlyList<KeywordFilter> filters)
    {
        IReadOnlyList<ScoredDocument> found = by switch
        {
            SearchedField.Text => _index.SearchText(question, count, filters),
            SearchedField.Both => Fused(query, question, count, filters),
            _ => _index.Search(query, count, filters),
        };
        return [.. found.Select(f => new FoundDocument(_index.Document(f.Document), f.Score, _index.Explain(query, f.Document)))];
    }

    private IReadOnlyList<ScoredDocument> Fused(SparseVector query, string question, int count, IReadOnlyList<KeywordFilter> filters)
    {
        var fusion = new ReciprocalRankFusion(
        [
            new FoundSearcher(_index, most => _index.Search(query, most, filters)),
            new FoundSearcher(_index, most => _index.SearchText(question, most, filters)),
        ]);
        return
        [
            .. fusion.Search(question, count)
                .Select(hit => new ScoredDocument(_index.TryFind(hit.DocumentId, out int document) ? document : -1, hit.Score)),
        ];
    }

    private sealed class FoundSearcher(SearchIndex index, Func<int, IReadOnlyList<ScoredDocument>> search) : ISearcher
    {
        public IReadOnlyList<Hit> Search(string query, int count) =>
            [.. search(count).Select(found => new Hit(index.DocumentId(found.Document), found.Score))];
    }
}
