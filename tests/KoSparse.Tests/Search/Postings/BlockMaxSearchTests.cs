using CsCheck;
using KoSparse.Search.Postings;

namespace KoSparse.Tests.Search.Postings;

public sealed class BlockMaxSearchTests
{
    private static readonly Gen<(int Documents, int Seed, int Count, int ImpactBytes)> Cases =
        Gen.Select(Gen.Int[0, 3000], Gen.Int, Gen.Int[1, 40], Gen.Int[1, 2]);

    [Fact]
    public void Run_RandomLists_EqualsAddingUpAllPostings()
    {
        Cases.Sample(
            (documents, seed, count, impactBytes) =>
            {
                RandomPostings random = new(documents, seed, impactBytes);
                QueryTerm[] query = Query(seed);
                TopDocuments top = new(count);

                BlockMaxSearch.Run(random.Lists, query, [], top, firstDocument: 0);

                Assert.Equal(BruteForce(random, query, 0, static _ => true).Take(count), top.BestFirst());
            },
            iter: 200);
    }

    [Fact]
    public void Run_Filter_EqualsFilteringAfterwards()
    {
        Cases.Sample(
            (documents, seed, count, impactBytes) =>
            {
                RandomPostings random = new(documents, seed, impactBytes);
                QueryTerm[] query = Query(seed);
                ulong[] allowed = new ulong[random.Lists.BlockCount];
                Random bits = new(seed);
                for (int document = 0; document < documents; document++)
                {
                    allowed[document / 64] |= bits.NextDouble() < 0.1 ? 1ul << (document % 64) : 0;
                }

                TopDocuments top = new(count);

                BlockMaxSearch.Run(random.Lists, query, allowed, top, firstDocument: 0);

                bool Allowed(int document) => (allowed[document / 64] >> (document % 64) & 1) == 1;
                Assert.Equal(BruteForce(random, query, 0, Allowed).Take(count), top.BestFirst());
            },
            iter: 100);
    }

    [Fact]
    public void Run_TwoSegments_EqualsSortingBoth()
    {
        Cases.Sample(
            (documents, seed, count, impactBytes) =>
            {
                RandomPostings first = new(documents, seed, impactBytes);
                RandomPostings second = new(documents / 2, seed + 1, impactBytes);
                QueryTerm[] query = Query(seed);
                TopDocuments top = new(count);

                BlockMaxSearch.Run(second.Lists, query, [], top, firstDocument: documents);
                BlockMaxSearch.Run(first.Lists, query, [], top, firstDocument: 0);

                IEnumerable<(int, int)> expected = BruteForce(first, query, 0, static _ => true)
                    .Concat(BruteForce(second, query, documents, static _ => true))
                    .OrderByDescending(found => found.Score)
                    .ThenBy(found => found.Document)
                    .Take(count);
                Assert.Equal(expected, top.BestFirst());
            },
            iter: 100);
    }

    // Factors that are multiples of each other make different terms add up to the same score.
    private static QueryTerm[] Query(int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, RandomPostings.TermCount)
                .Where(_ => random.Next(4) > 0)
                .Select(term => new QueryTerm(term, random.Next(1, 5) * 1000)),
        ];
    }

    private static IEnumerable<(int Document, int Score)> BruteForce(
        RandomPostings random, QueryTerm[] query, int firstDocument, Func<int, bool> allowed) =>
        Enumerable.Range(0, random.Lists.DocumentCount)
            .Where(allowed)
            .Select(document => (firstDocument + document, Score: Score(random, query, document)))
            .Where(found => found.Score > 0)
            .OrderByDescending(found => found.Score)
            .ThenBy(found => found.Item1);

    // A factor is worth 256 steps where impacts have two bytes; a part of one counts as one.
    private static int Score(RandomPostings random, QueryTerm[] query, int document)
    {
        long score = query.Sum(term => (long)term.Factor * Impact(random, document, term.Term));
        return (int)(random.Lists.Format.HasExcess ? (score + 255) / 256 : score);
    }

    // The largest weight is 1 in most lists that hold it; quarters of 255 round to 64, 128 and 191.
    private static int Impact(RandomPostings random, int document, int term) => random.Weights[document, term] == 0
        ? 0
        : (int)MathF.Round(random.Weights[document, term] * (random.Lists.Format.Steps / random.Lists.LargestWeight(term)));
}
