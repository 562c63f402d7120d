using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Batches;

public sealed class BatchBuilderTests : IDisposable
{
    private static readonly Triplet[] Triplets =
    [
        new("누가 등대를 지킨다", Text("어부가 등대를 지킨다 ."), [Text("목수가 다리를 고친다 ."), Text("화가가 온실을 그린다 .")]) { TeacherScores = [0.9f, 0.2f, 0.1f] },
        new("누가 다리를 고친다", Text("목수가 다리를 고친다 ."), []) { TeacherScores = [0.8f] },
        new("누가 등대를 지킨다", Text("아이가 등대를 지킨다 ."), [Text("화가가 온실을 그린다 .")]),
    ];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();
    private readonly Tensor _contentV = ones(TinyText.Vocabulary.Length);

    public BatchBuilderTests()
    {
        foreach (int id in (int[])[0, 1, 2, 3, 4, Id("##를")])
        {
            _contentV[id] = 0; // special tokens and one stopword
        }
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Build_Negatives_FollowThePositivesWithTheirOwners()
    {
        TrainingBatch batch = Build(negatives: 2);

        Assert.Equal(
            [.. Triplets.Select(t => t.Positive), .. Triplets[0].Negatives, Triplets[2].Negatives[0]], batch.DocumentTexts);
        Assert.Equal([0L, 0L, 2L], batch.OwnersN.data<long>().ToArray());
        Assert.Equal(3, Build(negatives: 0).DocumentTexts.Count);
        Assert.Equal(5, Build(negatives: 1).DocumentTexts.Count);
    }

    [Fact]
    public void Build_TitledDocument_MarksItsTitle()
    {
        Triplet titled = Triplets[0] with { Positive = new Document("", "등대 어부", "어부가 등대를 지킨다 .\n목수가 다리를 고친다 ."), Negatives = [] };
        var builder = new BatchBuilder(_tokenizer, maxLength: 32, negativesPerQuery: 0, _contentV, idfV: null);

        TrainingBatch batch = builder.Build([titled, Triplets[1]]);
        TrainingBatch untitled = builder.Build([titled, Triplets[1]], untitled: true);

        Assert.Equal(["등대", "어부"], TitleOf(batch, 0));
        Assert.Empty(TitleOf(batch, 1));
        Assert.Empty(TitleOf(untitled, 0));
        Assert.Equal(batch.Documents.MaskBS[0].sum().item<long>() - 2, untitled.Documents.MaskBS[0].sum().item<long>());
    }

    /// <summary>
    /// Questions 0 and 2 are the same: neither's positive is the other's negative. Document 3, mined for question 0,
    /// is the positive of question 1.
    /// </summary>
    [Fact]
    public void Build_KnownPositives_AreExcluded()
    {
        bool[,] expected =
        {
            { false, false, true, false, false, false },
            { false, false, false, true, false, false },
            { true, false, false, false, false, false },
        };

        Assert.True(Same(tensor(expected), Build(negatives: 2).ExcludedQD));
    }

    /// <summary>Documents 0 to 2 are the positives; 3 and 4 were mined for question 0, 5 for question 2.</summary>
    [Fact]
    public void OthersQD_OfABatch_LeavesEachQuestionItsOwn()
    {
        bool[,] expected =
        {
            { false, true, true, false, false, true },
            { true, false, true, true, true, true },
            { true, true, false, true, true, false },
        };

        Assert.True(Same(tensor(expected), Build(negatives: 2).OthersQD()));
    }

    [Fact]
    public void Build_TeacherScores_StandAtTheirPairs()
    {
        TrainingBatch batch = Build(negatives: 2);

        Tensor expected = tensor(new[,] { { 0.9f, 0, 0, 0.2f, 0.1f, 0 }, { 0, 0.8f, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0, 0 } });
        TorchAssert.Near(expected, batch.TeacherQD, 0);
        Assert.True(Same(expected > 0, batch.ScoredQD));
    }

    [Fact]
    public void Build_LaterTurn_TakesOtherNegativesWithTheirScores()
    {
        using TrainingBatch batch = new BatchBuilder(_tokenizer, 32, 1, _contentV, null).Build(Triplets, turn: 1);

        Assert.Equal(Triplets[0].Negatives[1], batch.DocumentTexts[3]);
        Assert.Equal(0.1f, batch.TeacherQD[0, 3].item<float>());
    }

    [Fact]
    public void Build_Tokens_AreContentAlone()
    {
        TrainingBatch batch = Build(negatives: 0);

        int[] active = [.. Enumerable.Range(0, TinyText.Vocabulary.Length).Where(id => batch.QueryTokensQV[0, id].item<float>() > 0)];
        Assert.Equal(new[] { Id("누가"), Id("등대"), Id("지킨다") }.Order(), active);
        Assert.Null(batch.QueryIdfQV);
    }

    [Fact]
    public void Build_IdfQueries_WeighEachTokenOnce()
    {
        Tensor idfV = arange(TinyText.Vocabulary.Length).to(float32) * _contentV;

        TrainingBatch batch = new BatchBuilder(_tokenizer, 32, 1, _contentV, idfV).Build([new Triplet("등대 등대 다리", Text("등대"), [])]);

        TorchAssert.Near(Id("등대") + Id("다리"), batch.QueryIdfQV!.sum());
    }

    /// <summary>What we wrote before, with the title as the first line, and what we write now.</summary>
    [Fact]
    public void Build_FilesOfEitherForm_GiveTheSameBatch_Issue18()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kosparse-batch-");
        (string before, string now) = (Path.Combine(folder.FullName, "before.jsonl"), Path.Combine(folder.FullName, "now.jsonl"));
        File.WriteAllLines(before,
        [
            """{"query": "누가 등대를 지킨다", "positive": "등대 어부\n어부가 등대를 지킨다 .", "negatives": ["다리\n목수가 다리를 고친다 .", "화가가 온실을 그린다 ."]}""",
            """{"query": "누가 다리를 고친다", "positive": "목수가 다리를 고친다 .", "negative": "등대 어부\n어부가 등대를 지킨다 ."}""",
        ]);
        using (TripletWriter writer = new(now))
        {
            Array.ForEach([.. TripletReader.Read(before)], writer.Write);
        }

        BatchBuilder builder = new(_tokenizer, 32, 2, _contentV, idfV: null);

        TrainingBatch[] batches = [.. new[] { before, now }.Select(path => builder.Build([.. TripletReader.Read(path)]))];

        string text = File.ReadAllText(now);
        folder.Delete(recursive: true);
        Assert.Contains("""{"title":"등대 어부","text":"어부가 등대를 지킨다 ."}""", text, StringComparison.Ordinal);
        Assert.Equal(batches[0].DocumentTexts, batches[1].DocumentTexts);
        Assert.Equal(["등대", "어부"], TitleOf(batches[1], 0));
        Assert.All(
            new Func<TrainingBatch, Tensor>[] { b => b.Documents.IdsBS, b => b.Documents.MaskBS, b => b.Documents.TitleBS, b => b.DocumentTokensDV, b => b.ExcludedQD },
            part => Assert.True(Same(part(batches[0]), part(batches[1]))));
    }

    private static Document Text(string text) => new("", "", text);

    private IEnumerable<string> TitleOf(TrainingBatch batch, int row) =>
        batch.Documents.IdsBS[row].masked_select(batch.Documents.TitleBS[row]).data<long>().ToArray().Select(id => _tokenizer.Vocabulary[(int)id]);

    private static bool Same(Tensor expected, Tensor actual) => expected.eq(actual).all().item<bool>();

    private TrainingBatch Build(int negatives) => new BatchBuilder(_tokenizer, 32, negatives, _contentV, null).Build(Triplets);

    private int Id(string token) => _tokenizer.TryGetId(token, out int id) ? id : throw new ArgumentException(token);
}
