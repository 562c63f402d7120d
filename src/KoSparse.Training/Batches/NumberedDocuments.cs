using KoSparse.Data;

namespace KoSparse.Training.Batches;

/// <summary>Documents, each once, numbered in the order in which they came.</summary>
internal sealed class NumberedDocuments
{
    private readonly Dictionary<Document, int> _places = [];
    private readonly List<Document> _documents = [];

    /// <summary>The documents by number.</summary>
    public IReadOnlyList<Document> All => _documents;

    /// <summary>Whether a document has a number.</summary>
    public bool Contains(Document document) => _places.ContainsKey(document);

    /// <summary>The number of a document; the next one when it is new.</summary>
    public int Place(Document document)
    {
        if (!_places.TryGetValue(document, out int place))
        {
            _places[document] = place = _documents.Count;
            _documents.Add(document);
        }

        return place;
    }
}
