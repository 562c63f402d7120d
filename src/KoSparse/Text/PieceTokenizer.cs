using KoSparse.Text.Normalization;
using KoSparse.Text.Pieces;
using KoSparse.Text.Words;

namespace KoSparse.Text;

/// <summary>A tokenizer in the steps of Hugging Face: added tokens, normalisation, words, pieces; every piece keeps its place in the text as given.</summary>
internal sealed class PieceTokenizer : Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenScanner _asWritten;
    private readonly AddedTokenScanner _normalized;

    internal PieceTokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _asWritten = new AddedTokenScanner(parts.AddedTokens.Where(t => !t.IsNormalized));
        _normalized = new AddedTokenScanner(
            parts.AddedTokens.Where(t => t.IsNormalized).Select(t => t with { Text = parts.Normalizer.Apply(t.Text) }));
        Hash = HashOf(parts.Kind, parts.Vocabulary);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary => _parts.Vocabulary;

    /// <inheritdoc/>
    public override SpecialTokens SpecialTokens => _parts.SpecialTokens;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Opening => _parts.Opening;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Closing => _parts.Closing;

    /// <inheritdoc/>
    public override string Hash { get; }

    /// <inheritdoc/>
    public override string Marker => _parts.Marker;

    private protected override bool MarksContinuations => _parts.MarksContinuations;

    private protected override string Ending => _parts.Ending;

    /// <inheritdoc/>
    /// <remarks>A special token written out in the text, such as <c>[MASK]</c>, is that token, as in Hugging Face tokenizers.</remarks>
    public override IReadOnlyList<Token> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string sound = SoundText.Of(text);
        List<Token> tokens = new((sound.Length / 2) + 1);
        int start = 0;
        while (_asWritten.TryFind(sound, start, out Token added))
        {
            AddStretch(sound, start, added.Start, tokens);
            tokens.Add(added);
            start = added.Start + added.Length;
        }

        AddStretch(sound, start, sound.Length, tokens);
        return tokens;
    }

    private protected override string Spelling(string letters) => _parts.IsByteLevel ? ByteCharacters.Of(letters) : letters;

    private protected override string Letters(string spelling) => _parts.IsByteLevel ? ByteCharacters.Read(spelling) : spelling;

    private void AddStretch(string sound, int start, int end, List<Token> tokens)
    {
        if (start == end)
        {
            return;
        }

        string stretch = end - start == sound.Length ? sound : sound[start..end];
        AlignedText normalized = _parts.Normalizer.Apply(new AlignedText(stretch, start));
        int from = 0;
        while (_normalized.TryFind(normalized.Characters, from, out Token added))
        {
            AddWords(normalized.Slice(from, added.Start), tokens);
            Origin place = normalized.Place(added.Start, added.Length);
            tokens.Add(new Token(added.Id, place.Start, place.End - place.Start));
            from = added.Start + added.Length;
        }

        AddWords(from == 0 ? normalized : normalized.Slice(from, normalized.Characters.Length), tokens);
    }

    private void AddWords(AlignedText text, List<Token> tokens)
    {
        if (text.Characters.Length == 0)
        {
            return;
        }

        List<WordRange> words = [new(0, text.Characters.Length)];
        AlignedText split = _parts.Words.Split(text, words);
        List<Piece> pieces = [];
        foreach (WordRange word in words)
        {
            pieces.Clear();
            _parts.Speller.Spell(split.Characters.AsSpan(word.Start, word.End - word.Start), pieces);
            foreach (Piece piece in pieces)
            {
                Origin place = PlaceOf(split, word.Start + piece.Start, piece.Length);
                tokens.Add(new Token(piece.Id, place.Start, place.End - place.Start));
            }
        }
    }

    private Origin PlaceOf(AlignedText text, int start, int length)
    {
        Origin place = text.Place(start, length);
        if (_parts.Trimming is not { } trimming)
        {
            return place;
        }

        ReadOnlySpan<char> piece = text.Characters.AsSpan(start, length);
        int left = 0;
        while (left < length && (piece[left] == ByteCharacters.Blank || char.IsWhiteSpace(piece[left])))
        {
            left++;
        }

        int right = 0;
        while (right < length && (piece[length - 1 - right] == ByteCharacters.Blank || char.IsWhiteSpace(piece[length - 1 - right])))
        {
            right++;
        }

        if (left > 0 && place.Start == 0 && trimming.FirstHasPrefix)
        {
            left--;
        }

        int from = Math.Min(place.Start + left, place.End);
        return new Origin(from, Math.Max(place.End - right, from));
    }
}
