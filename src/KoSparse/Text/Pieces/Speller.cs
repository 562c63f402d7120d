namespace KoSparse.Text.Pieces;

/// <summary>Spells words with the pieces of a vocabulary; immutable.</summary>
internal abstract class Speller
{
    /// <summary>Appends the pieces of a word.</summary>
    /// <param name="word">Normalised, not empty.</param>
    /// <param name="pieces">In order of their places; the unknown piece stands for what cannot be spelled.</param>
    public abstract void Spell(ReadOnlySpan<char> word, List<Piece> pieces);
}
