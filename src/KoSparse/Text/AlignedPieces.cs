using System.Globalization;

namespace KoSparse.Text;

/// <summary>Places SentencePiece's pieces, which the library finds in its normalised text, in the text as given.</summary>
/// <remarks>
/// The library does not say what its normaliser changed. Both texts are walked together: equal characters stand for each other,
/// white space for the marker, and where they differ the grapheme cluster is normalised alone and compared.
/// A normalisation across clusters would be placed at its first one.
/// </remarks>
internal sealed class AlignedPieces
{
    private const char Marker = '▁';

    private readonly string _original;
    private readonly string _normalized;
    private readonly Func<string, string> _normalize;
    private readonly AlignedText.Origin[] _origins;

    public AlignedPieces(string original, string normalized, Func<string, string> normalize)
    {
        _original = original;
        _normalized = normalized;
        _normalize = normalize;
        _origins = new AlignedText.Origin[normalized.Length];
        Align();
    }

    /// <summary>The token of a piece; a marker alone has no length.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="piece">The piece's place in the normalised text.</param>
    /// <param name="offset">Added to the place.</param>
    public Token Place(int id, Range piece, int offset)
    {
        int last = piece.End.Value - 1;
        int first = piece.Start.Value;
        while (first < last && _normalized[first] == Marker)
        {
            first++;
        }

        AlignedText.Origin from = _origins[first];
        return new Token(id, from.Start + offset, _origins[last].End - from.Start);
    }

    private void Align()
    {
        int at = 0;
        for (int i = 0; i < _normalized.Length;)
        {
            if (at < _original.Length && _original[at] == _normalized[i])
            {
                _origins[i++] = new(at, ++at);
            }
            else if (_normalized[i] == Marker || at == _original.Length)
            {
                at = SkipSpace(at);
                _origins[i++] = new(at, at);
            }
            else
            {
                AlignCluster(ref i, ref at);
            }
        }
    }

    /// <summary>One cluster of the original that became something else, or nothing.</summary>
    private void AlignCluster(ref int i, ref int at)
    {
        int length = StringInfo.GetNextTextElementLength(_original.AsSpan(at));
        string changed = _normalize(_original.Substring(at, length)).Trim(Marker);
        int count = changed.Length == 0 ? 0 : Math.Max(1, _normalized.AsSpan(i).CommonPrefixLength(changed));
        for (int end = i + count; i < end; i++)
        {
            _origins[i] = new(at, at + length);
        }

        at += length;
    }

    private int SkipSpace(int at)
    {
        while (at < _original.Length && char.IsWhiteSpace(_original[at]))
        {
            at++;
        }

        return at;
    }
}
