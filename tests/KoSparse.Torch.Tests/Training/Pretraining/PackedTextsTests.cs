using KoSparse.Text;
using KoSparse.Training.Pretraining;

namespace KoSparse.Torch.Tests.Training.Pretraining;

public sealed class PackedTextsTests
{
    private const int Length = 16;
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();
    private readonly string[] _texts = [.. Enumerable.Range(0, 200).Select(TinyText.Sentence)];

    [Fact]
    public void Sequence_OneEpoch_HoldsEveryTokenOnceAndNoPadding()
    {
        PackedTexts packed = PackedTexts.Of(_texts, _tokenizer, Length, seed: 5);
        int[] stream = [.. _texts.SelectMany(t => _tokenizer.Encode(t, 1000)[1..])]; // each with its last token

        int[][] drawn = [.. Enumerable.Range(0, packed.Count).Select(i => packed.Sequence(1, i))];
        int[][] heldOut = [.. Enumerable.Range(0, packed.HeldOutCount).Select(packed.HeldOut)];

        Assert.All(drawn.Concat(heldOut), s => Assert.Equal((Length, _tokenizer.SpecialTokens.First, _tokenizer.SpecialTokens.Last), (s.Length, s[0], s[^1])));
        Assert.Equal(
            stream.Chunk(Length - 2).Where(c => c.Length == Length - 2).Select(c => string.Join(' ', c)).Order(),
            drawn.Concat(heldOut).Select(s => string.Join(' ', s[1..^1])).Order());
    }

    [Fact]
    public void Sequence_SameSeedAndEpoch_IsTheSame_OtherEpochIsNot()
    {
        PackedTexts one = PackedTexts.Of(_texts, _tokenizer, Length, seed: 5), two = PackedTexts.Of(_texts, _tokenizer, Length, seed: 5);

        int[][] first = [.. Enumerable.Range(0, one.Count).Select(i => one.Sequence(1, i))];
        int[][] second = [.. Enumerable.Range(0, one.Count).Select(i => one.Sequence(2, i))];
        int[][] again = [.. Enumerable.Range(0, two.Count).Select(i => two.Sequence(1, i))];

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
    }
}
