using KoSparse.Text.Pieces;
using KoSparse.Text.Words;

namespace KoSparse.Text;

/// <summary>What a WordPiece tokenizer's files say.</summary>
internal sealed record WordPieceModel
{
    /// <summary>Strings by id, without gaps.</summary>
    public required string[] Vocabulary { get; init; }

    /// <summary>The strings that words are spelled with; all when null.</summary>
    public IReadOnlyList<(string Text, int Id)>? Pieces { get; init; }

    /// <summary>The tokens with a role.</summary>
    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Tokens that are recognised when they are written out in a text.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>What happens to a text first.</summary>
    public required BertNormalizer Normalizer { get; init; }

    /// <summary>Marker of pieces that go on with a word.</summary>
    public string ContinuingPrefix { get; init; } = "##";

    /// <summary>A word with more characters is unknown.</summary>
    public int MaxWordLength { get; init; } = 100;

    /// <summary>The tokenizer: the word borders are those of BERT, white space and punctuation.</summary>
    public TokenizerParts Parts() => new()
    {
        Kind = $"wordpiece {Normalizer} {ContinuingPrefix} {MaxWordLength}",
        Vocabulary = Vocabulary,
        Marker = ContinuingPrefix,
        MarksContinuations = true,
        SpecialTokens = SpecialTokens,
        Opening = [SpecialTokens.First],
        Closing = [SpecialTokens.Last],
        AddedTokens = AddedTokens,
        Normalizer = Normalizer.Steps(),
        Words = new CharacterWords(punctuation: true),
        Speller = new LongestPieces(Pieces ?? [.. Vocabulary.Select((text, id) => (text, id))], ContinuingPrefix, SpecialTokens.Unknown, MaxWordLength),
    };
}
