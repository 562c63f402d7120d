namespace KoSparse.Training.Batches;

/// <summary>Texts, each once, numbered in the order in which they came.</summary>
internal sealed class NumberedTexts
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The texts by number.</summary>
    public IReadOnlyList<string> All => _texts;

    /// <summary>Whether a text has a number.</summary>
    public bool Contains(string text) => _places.ContainsKey(text);

    /// <summary>The number of a text; the next one when it is new.</summary>
    public int Place(string text)
    {
        if (!_places.TryGetValue(text, out int place))
        {
            _places[text] = place = _texts.Count;
            _texts.Add(text);
        }

        return place;
    }
}
