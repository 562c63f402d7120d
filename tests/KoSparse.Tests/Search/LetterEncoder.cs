using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search;

/// <summary>Token 0 for a, 1 for b, and so on, each with weight 1; other characters give nothing. Not content with lone surrogates.</summary>
internal sealed class LetterEncoder(int vocabularySize) : ISparseEncoder
{
    public int VocabularySize => vocabularySize;

    /// <summary>How many questions were encoded.</summary>
    public int Questions { get; private set; }

    public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts)
    {
        Questions += texts.Count;
        return [.. texts.Select(Encode)];
    }

    public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null)
    {
        List<SparseVector> vectors = [];
        foreach (Document document in documents)
        {
            vectors.Add(Encode(document.Content));
            progress?.Report(vectors.Count);
        }

        return vectors;
    }

    private SparseVector Encode(string text) => SparseVector.FromTerms(
        text.Normalize().Distinct().Where(c => c >= 'a' && c < 'a' + vocabularySize).Select(c => new TermWeight(c - 'a', 1)));
}
