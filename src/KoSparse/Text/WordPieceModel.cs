namespace KoSparse.Text;

/// <summary>What a WordPiece tokenizer's files say.</summary>
internal sealed record WordPieceModel
{
    /// <summary>Strings by id, without gaps.</summary>
    public required string[] Vocabulary { get; init; }

    /// <summary>The tokens with a role.</summary>
    public required SpecialTokens SpecialTokens { get; init; }

    /// <summary>Tokens that are recognised when they are written out in a text.</summary>
    public required IReadOnlyList<(string Text, int Id)> AddedTokens { get; init; }

    /// <summary>What happens to a text first.</summary>
    public required BertNormalizer Normalizer { get; init; }

    /// <summary>Marker of pieces that go on with a word.</summary>
    public string ContinuingPrefix { get; init; } = "##";

    /// <summary>A word with more characters is unknown.</summary>
    public int MaxWordLength { get; init; } = 100;
}
