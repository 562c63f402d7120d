using CsCheck;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Postings;

public sealed class PostingListsTests
{
    [Fact]
    public void Decode_RandomLists_GivesWhatWasAdded()
    {
        Gen.Select(Gen.Int[0, 2000], Gen.Int, Gen.Int[1, 2]).Sample(
            (documents, seed, impactBytes) =>
            {
                RandomPostings random = new(documents, seed, impactBytes);
                int steps = impactBytes == 1 ? 255 : 65_280;
                for (int term = 0; term < RandomPostings.TermCount; term++)
                {
                    (int[] found, int[] impacts) = random.Lists.Decode(term);

                    int[] expected = [.. Enumerable.Range(0, documents).Where(d => random.Weights[d, term] > 0)];
                    Assert.Equal(expected, found);
                    Assert.Equal(expected.Length, random.Lists.DocumentFrequency(term));
                    Assert.Equal(
                        expected.Select(d => (int)MathF.Round(random.Weights[d, term] * (steps / random.Lists.LargestWeight(term)))), impacts);
                }
            },
            iter: 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_MoreThanOneGroupOfBlocks_GivesWhatWasAdded(int impactBytes)
    {
        const int Documents = 1025 * 64; // a group has 1,024 blocks, or 512
        PostingListsBuilder builder = new();
        for (int document = 0; document < Documents; document++)
        {
            builder.Add(SparseVector.FromSorted([0], [document % 64 == 0 ? 0.5f : 1f]));
        }

        PostingLists lists = builder.Build(1, new PostingFormat(impactBytes));

        Assert.Equal(Enumerable.Range(0, Documents), lists.Decode(0).Documents);
        Assert.Equal(0.5f, lists.Weight(0, 1024 * 64), 0.01f);
        Assert.Equal(1f, lists.Weight(0, Documents - 1));
    }

    [Fact]
    public void Weight_LargestOfList_IsKeptExactly()
    {
        PostingListsBuilder builder = new();
        builder.Add(SparseVector.FromSorted([0, 2], [0.3f, 7.77f]));
        builder.Add(SparseVector.FromSorted([2], [1f]));

        PostingLists lists = builder.Build(3, PostingFormat.Bytes);

        // Steps of 7.77 / 255 = 0.03047; 1 is nearest to the 33rd, 1.00553.
        Assert.Equal(7.77f, lists.Weight(2, 0));
        Assert.Equal(1.00553f, lists.Weight(2, 1), 0.00001f);
        Assert.Equal(0.3f, lists.Weight(0, 0));
        Assert.Equal(0, lists.Weight(0, 1));
        Assert.Equal(0, lists.DocumentFrequency(1));
    }

    /// <summary>By hand: 1 of 7.77 are 8,401.5 steps of 65,280, an even number is nearest; 8,402 = 33 · 256 − 46.</summary>
    [Fact]
    public void Weight_SixteenBits_HasAnErrorOfHalfAStep()
    {
        PostingListsBuilder builder = new();
        builder.Add(SparseVector.FromSorted([2], [7.77f]));
        builder.Add(SparseVector.FromSorted([2], [1f]));
        PostingFormat format = new(2);

        PostingLists lists = builder.Build(3, format);

        Assert.Equal(7.77f, lists.Weight(2, 0));
        Assert.Equal(1f, lists.Weight(2, 1), 7.77f / 130_560);
        Assert.Equal((33, 46), format.Split(8402));
        Assert.Equal(8402, format.Join(33, 46));
    }

    [Fact]
    public void Split_EveryImpact_IsJoinedAgain()
    {
        foreach (PostingFormat format in (PostingFormat[])[new(1), new(2)])
        {
            foreach (int impact in Enumerable.Range(1, format.Steps))
            {
                (byte bound, byte excess) = format.Split(impact);
                Assert.True(bound > 0 && format.Join(bound, excess) == impact, $"{impact}: {bound}, {excess}");
            }
        }
    }
}
