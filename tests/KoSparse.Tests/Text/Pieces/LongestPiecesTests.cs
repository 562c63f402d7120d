using KoSparse.Text.Pieces;

namespace KoSparse.Tests.Text.Pieces;

public sealed class LongestPiecesTests
{
    private const string Letters = "가나다라각abㄱ";
    private const int Unknown = -7;
    private const int MaxWordLength = 30;

    /// <summary>The plain way: every beginning of what is left, from the longest on, is looked up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Spell_RandomWords_AsByLookingUpEveryBeginning(int seed)
    {
        Random random = new(seed);
        (string Text, int Id)[] vocabulary =
            [.. Enumerable.Range(0, 400).Select(id => ((random.Next(2) == 0 ? "##" : "") + Word(random, id < 4 ? 1 : 2, 5), id)), ("##", 400), ("", 401), ("가", 402)];
        LongestPieces fast = new(vocabulary, "##", Unknown, MaxWordLength);
        int known = 0;

        for (int i = 0; i < 3_000; i++)
        {
            string word = Word(random, 1, 12);
            List<Piece> pieces = [new(1, 2, 3)];
            fast.Spell(word, pieces);
            Assert.Equal([new Piece(1, 2, 3), .. Plain(vocabulary, word)], pieces);
            known += pieces[1].Id == Unknown ? 0 : 1;
        }

        Assert.InRange(known, 100, 2_900); // both kinds were met
    }

    [Fact]
    public void Spell_TwoPiecesOfTheSameLetters_TakesTheFirst()
    {
        List<Piece> pieces = [];

        new LongestPieces([("물", 5), ("물", 6), ("##길", 8), ("##길", 7)], "##", Unknown, MaxWordLength).Spell("물길", pieces);

        Assert.Equal([new Piece(5, 0, 1), new Piece(8, 1, 1)], pieces);
    }

    /// <summary>More branches than the table of a growing tree begins with.</summary>
    [Fact]
    public void Spell_ManyPieces_FindsEachOfThem()
    {
        (string Text, int Id)[] vocabulary = [.. Enumerable.Range(0, 60_000).Select(id => ($"{(char)('가' + (id % 11_172))}{id}", id))];
        LongestPieces fast = new(vocabulary, "##", Unknown, MaxWordLength);
        List<Piece> pieces = [];

        foreach ((string text, int id) in vocabulary)
        {
            pieces.Clear();
            fast.Spell(text, pieces);
            Assert.Equal([new Piece(id, 0, text.Length)], pieces);
        }
    }

    private static string Word(Random random, int shortest, int longest) =>
        new([.. Enumerable.Range(0, random.Next(shortest, longest + 1)).Select(_ => Letters[random.Next(Letters.Length)])]);

    private static List<Piece> Plain((string Text, int Id)[] vocabulary, string word)
    {
        List<Piece> pieces = [];
        for (int at = 0; at < word.Length;)
        {
            int length = word.Length - at;
            while (length > 0 && !vocabulary.Any(piece => piece.Text == Written(word, at, length)))
            {
                length--;
            }

            if (length == 0)
            {
                return [new Piece(Unknown, 0, word.Length)];
            }

            pieces.Add(new Piece(vocabulary.First(piece => piece.Text == Written(word, at, length)).Id, at, length));
            at += length;
        }

        return pieces;
    }

    private static string Written(string word, int at, int length) => string.Concat(at == 0 ? "" : "##", word.AsSpan(at, length));
}
