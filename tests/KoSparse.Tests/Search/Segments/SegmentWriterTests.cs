using CsCheck;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Segments;

public sealed class SegmentWriterTests : IDisposable
{
    private static readonly string[] Words = ["서울", "부산", "한강이", "낙동강", "등대", "시장", "river", "2020", "漢字", "바다는"];

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>The simple way sorts all postings in memory; spilled and merged they are the same bytes.</summary>
    [Fact]
    public void Finish_SpilledAnywhere_GivesTheBytesOfMemory_Issue19()
    {
        Gen.Select(Gen.Int[0, 400], Gen.Int[1, 60], Gen.Int, Gen.Int[1, 2]).Sample(
            (documents, between, seed, impactBytes) =>
            {
                byte[] inMemory = Segment(documents, spillOneIn: 0, seed, impactBytes);

                Assert.Equal(inMemory, Segment(documents, between, seed, impactBytes));
            },
            iter: 60);
        Assert.Empty(Directory.GetFiles(_files.Path));
    }

    /// <summary>Tables longer than what is kept of them in memory go through files, too.</summary>
    [Fact]
    public void Finish_ManyTermsAndDocuments_GivesTheBytesOfMemory_Issue19() =>
        Assert.Equal(Segment(20_000, spillOneIn: 0, seed: 1), Segment(20_000, spillOneIn: 7_000, seed: 1));

    private byte[] Segment(int documents, int spillOneIn, int seed, int impactBytes = 1)
    {
        using MemoryStream output = new();
        using Scratch scratch = new(spillOneIn == 0 ? null : () => _files.File($"{Guid.NewGuid()}"));
        using SegmentWriter writer = new(output, new KoreanAnalyzer(), new PostingFormat(impactBytes), scratch);
        (Random random, Random spills) = (new Random(seed), new Random(seed));
        for (int i = 0; i < documents; i++)
        {
            writer.Add(Document(i, random), Vector(random));
            if (spillOneIn > 0 && spills.Next(spillOneIn) == 0)
            {
                writer.Spill();
            }
        }

        writer.Finish(meanLength: 7.5);
        return output.ToArray();
    }

    private static Document Document(int place, Random random)
    {
        string text = string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => Words[random.Next(Words.Length)]));
        return new Document($"{(place % 3 == 0 ? "같은 머리 " : "")}{random.Next(1 << 20)}", "", $"{text} {place}째")
        {
            Fields = random.Next(3) == 0 ? null : $$"""{"year":{{random.Next(5)}},"tag":["{{Words[random.Next(Words.Length)]}}","{{place}}"]}""",
        };
    }

    private static SparseVector Vector(Random random) => SparseVector.FromTerms(
        Enumerable.Range(0, 40).Where(_ => random.Next(4) == 0).Select(token => new TermWeight(token * token * 7, 0.01f + (3 * random.NextSingle()))));
}
