using KoSparse.Text;
using KoSparse.Training.Pretraining;

namespace KoSparse.Torch.Tests.Training.Pretraining;

public sealed class WordMaskingTests
{
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();

    [Fact]
    public void Hide_AnySequence_GivesBackTheOriginalAndLeavesTheRest()
    {
        var masking = new WordMasking(_tokenizer, 0.3);
        for (int seed = 0; seed < 50; seed++)
        {
            int[] before = Sequence(seed);
            int[] after = [.. before];

            IReadOnlyList<(int Place, int Id)> hidden = masking.Hide(after, new Random(seed));

            Assert.All(hidden, h => Assert.Equal(before[h.Place], h.Id));
            Assert.DoesNotContain(hidden, h => _tokenizer.SpecialTokens.All.Contains(h.Id));
            HashSet<int> places = [.. hidden.Select(h => h.Place)];
            Assert.Equal(hidden.Count, places.Count);
            Assert.All(Enumerable.Range(0, before.Length).Where(i => !places.Contains(i)), i => Assert.Equal(before[i], after[i]));
        }
    }

    /// <summary>A piece that goes on with a word is hidden exactly when the piece before it is.</summary>
    [Fact]
    public void Hide_WordOfSeveralPieces_IsHiddenWhole()
    {
        var masking = new WordMasking(_tokenizer, 0.3);
        for (int seed = 0; seed < 50; seed++)
        {
            int[] before = Sequence(seed);

            HashSet<int> places = [.. masking.Hide([.. before], new Random(seed)).Select(h => h.Place)];

            Assert.All(
                Enumerable.Range(1, before.Length - 1).Where(i => _tokenizer.Vocabulary[before[i]].StartsWith("##", StringComparison.Ordinal)),
                i => Assert.Equal(places.Contains(i - 1), places.Contains(i)));
        }
    }

    /// <summary>Over many sequences: the share that is hidden, and 80 % masks, about 10 % left as they are.</summary>
    [Fact]
    public void Hide_ManySequences_KeepsTheShares()
    {
        var masking = new WordMasking(_tokenizer, 0.25);
        var random = new Random(3);
        int ordinary = 0, guessed = 0, masks = 0, same = 0;
        for (int i = 0; i < 2000; i++)
        {
            int[] before = Sequence(i);
            int[] after = [.. before];
            IReadOnlyList<(int Place, int Id)> hidden = masking.Hide(after, random);
            ordinary += before.Count(id => !_tokenizer.SpecialTokens.All.Contains(id));
            guessed += hidden.Count;
            masks += hidden.Count(h => after[h.Place] == _tokenizer.SpecialTokens.Mask);
            same += hidden.Count(h => after[h.Place] == h.Id);
        }

        Assert.InRange((double)guessed / ordinary, 0.24, 0.30); // the last word may exceed the share
        Assert.InRange((double)masks / guessed, 0.78, 0.82);
        Assert.InRange((double)same / guessed, 0.08, 0.13); // a random token is now and then the same
    }

    private int[] Sequence(int number) => _tokenizer.Encode(string.Join(" ", Enumerable.Range(number, 3).Select(TinyText.Sentence)), 64);
}
