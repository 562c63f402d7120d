using KoSparse.Modeling;
using KoSparse.Search.Postings;
using KoSparse.Search.Sparse;
using KoSparse.Vectors;

namespace KoSparse.Cli.Searching;

/// <summary>An index with the model that it was built with.</summary>
internal sealed class OpenIndex
{
    private readonly SparseIndex _index;
    private readonly OpenModel _model;

    /// <summary>Joins an index with a model.</summary>
    /// <exception cref="IndexFormatException">The index was built with another tokenizer.</exception>
    public OpenIndex(string folder, OpenModel model)
    {
        _index = SparseIndexReader.Read(folder);
        _model = model;
        if (_index.TokenizerHash != model.Tokenizer.Hash || _index.VocabularySize != model.Encoder.VocabularySize)
        {
            throw new IndexFormatException(
                $"{folder}: built with another tokenizer ({_index.VocabularySize:N0} terms) than that of {model.Folder} " +
                $"({model.Encoder.VocabularySize:N0}). Search with the model that built it, or build it again with 'kosparse index'.");
        }
    }

    /// <summary>Number of documents.</summary>
    public int Count => _index.Documents.Count;

    /// <summary>The best documents for a question, each with the terms that found it.</summary>
    public IReadOnlyList<FoundDocument> Search(string question, int count)
    {
        SparseVector query = _model.Encoder.EncodeQueries([question])[0];
        IReadOnlyList<ScoredDocument> found = _index.Search(query, count);
        return [.. found.Select(f => new FoundDocument(_index.Documents[f.Document], f.Score, _index.Explain(query, f.Document)))];
    }
}
