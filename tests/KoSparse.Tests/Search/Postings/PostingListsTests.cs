using CsCheck;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Postings;

public sealed class PostingListsTests
{
    [Fact]
    public void Decode_RandomLists_GivesWhatWasAdded()
    {
        Gen.Select(Gen.Int[0, 2000], Gen.Int).Sample(
            (documents, seed) =>
            {
                RandomPostings random = new(documents, seed);
                for (int term = 0; term < RandomPostings.TermCount; term++)
                {
                    (int[] found, byte[] impacts) = random.Lists.Decode(term);

                    int[] expected = [.. Enumerable.Range(0, documents).Where(d => random.Weights[d, term] > 0)];
                    Assert.Equal(expected, found);
                    Assert.Equal(expected.Length, random.Lists.DocumentFrequency(term));
                    Assert.All(impacts, impact => Assert.InRange(impact, 1, 255));
                }
            },
            iter: 50);
    }

    [Fact]
    public void Decode_MoreThanOneGroupOfBlocks_GivesWhatWasAdded()
    {
        const int Documents = 1025 * 64; // a group has 1,024 blocks
        PostingListsBuilder builder = new();
        for (int document = 0; document < Documents; document++)
        {
            builder.Add(SparseVector.FromSorted([0], [document % 64 == 0 ? 0.5f : 1f]));
        }

        PostingLists lists = builder.Build(1);

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

        PostingLists lists = builder.Build(3);

        // Steps of 7.77 / 255 = 0.03047; 1 is nearest to the 33rd, 1.00553.
        Assert.Equal(7.77f, lists.Weight(2, 0));
        Assert.Equal(1.00553f, lists.Weight(2, 1), 0.00001f);
        Assert.Equal(0.3f, lists.Weight(0, 0));
        Assert.Equal(0, lists.Weight(0, 1));
        Assert.Equal(0, lists.DocumentFrequency(1));
    }
}
