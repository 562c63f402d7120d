using KoSparse.Text.Normalization;
using KoSparse.Text.Pieces;
using KoSparse.Text.Words;

namespace KoSparse.Text;

/// <summary>What a tokenizer's files say.</summary>
internal sealed record TokenizerParts
{
    /// <summary>What the tokenizer does beside its vocabulary, for its hash.</summary>
    public required string Kind { get; init; }

    /// <summary>Strings by id, without gaps.</summary>
    public required string[] Vocabulary { get; init; }

    /// <summary>Marker of pieces that begin a word, or go on with one.</summary>
    public required string Marker { get; init; }

    /// <summary>Whether <see cref="Marker"/> marks pieces that go on with a word, and not those that begin one.</summary>
    public bool MarksContinuations { get; init; }

    /// <summary>What pieces end with that end a word; empty where ends have no mark.</summary>
    public string Ending { get; init; } = "";

    /// <summary>The tokens with a role.</summary>
    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Ids before a text for an encoder.</summary>
    public required IReadOnlyList<int> Opening { get; init; }

    /// <summary>Ids after it.</summary>
    public required IReadOnlyList<int> Closing { get; init; }

    /// <summary>Tokens that are recognised when they are written out in a text.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>What happens to a text first.</summary>
    public TextNormalizer Normalizer { get; init; } = new NormalizerSequence();

    /// <summary>How it is split into words.</summary>
    public WordSplitter Words { get; init; } = new SplitterSequence();

    /// <summary>How words are spelled.</summary>
    public required Speller Speller { get; init; }

    /// <summary>Whether pieces are spelled in the characters of <see cref="ByteCharacters"/>.</summary>
    public bool IsByteLevel { get; init; }

    /// <summary>Whether the white space of a piece is left out of its place; null when it is not.</summary>
    public BlankPlaces? Trimming { get; init; }

    /// <summary>How white space is left out of places.</summary>
    /// <param name="FirstHasPrefix">Whether the first word's blank was put there and has no place.</param>
    public sealed record BlankPlaces(bool FirstHasPrefix);
}
