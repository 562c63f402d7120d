using KoSparse.Data;
using KoSparse.Training.Teachers;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Teachers;

public sealed class TeacherListsTests : IDisposable
{
    private static readonly TeacherListOptions Options = new() { Pool = 60, AnyShare = 0.2, Preferred = 4, Found = 3, Drawn = 3 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-lists-");
    private readonly Document[] _texts = [.. Enumerable.Range(0, 200).Select(i => new Document($"{i}", TinyText.Title(i), $"{TinyText.Sentence(i)} {i}번째"))];
    private readonly string[] _questions = [.. Enumerable.Range(0, 20).Select(i => TinyText.Question(i))];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Pool_Chosen_HoldsTheJudgedWhatIsFoundAndOthers()
    {
        Document[] judged = [_texts[7].WithoutId(), new Document("", "", "아무 데도 없는 글")];

        TeacherPool pool = new(_questions, judged, _texts, Options);

        Assert.Equal(Options.Pool, pool.Texts.Count);
        Assert.Equal(judged, pool.Texts.Take(2));
        Assert.All(_questions.Index(), question => Assert.NotEmpty(pool.FoundFor(question.Index)));
        Assert.Equal(pool.Texts.Count, pool.Texts.Distinct().Count());
    }

    [Fact]
    public void Write_Lists_HoldTheTeachersBestWithItsScores()
    {
        TeacherPool pool = new(_questions, [], _texts, Options);
        using LengthTeacher teacher = new();

        Write(teacher, pool, "lists.jsonl");

        Triplet[] lists = [.. TripletReader.Read(In("lists.jsonl"))];
        Assert.Equal(_questions, lists.Select(list => list.Query));
        Assert.All(lists, list =>
        {
            Document[] texts = [list.Positive, .. list.Negatives];
            Assert.False(list.IsAsked);
            Assert.InRange(texts.Length, Options.Preferred + Options.Found, Options.Preferred + Options.Found + Options.Drawn);
            Assert.Equal(texts.Length, texts.Distinct().Count());
            Assert.Equal(texts.Select(LengthTeacher.ScoreOf), list.TeacherScores!, (one, other) => Math.Abs(one - other) < 1e-6);
            Assert.Equal(pool.Texts.Select(LengthTeacher.ScoreOf).OrderDescending().Take(4), list.TeacherScores!.Take(4), (one, other) => Math.Abs(one - other) < 1e-6);
        });
    }

    [Fact]
    public void Write_Stopped_ReadsNothingTwice()
    {
        Document[] many = [.. Enumerable.Range(0, 1500).Select(i => new Document($"{i}", "", $"{TinyText.Sentence(i)} {i}번째"))];
        TeacherPool pool = new(_questions, [], many, Options with { Pool = 1500 });
        using LengthTeacher whole = new(), teacher = new();
        Write(whole, pool, "whole.jsonl");

        Assert.Throws<OperationCanceledException>(() => Write(teacher, pool, "lists.jsonl", new StopAtOnce()));
        Assert.Equal(1024, teacher.Read);
        Assert.False(File.Exists(In("lists.jsonl")));
        Write(teacher, pool, "lists.jsonl");

        Assert.Equal(1500, teacher.Read);
        Assert.Equal(File.ReadAllBytes(In("whole.jsonl")), File.ReadAllBytes(In("lists.jsonl")));
        Assert.Equal(["lists.jsonl", "whole.jsonl"], Directory.GetFileSystemEntries(_folder.FullName).Select(path => Path.GetFileName(path)).Order());
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private void Write(LengthTeacher teacher, TeacherPool pool, string name, IProgress<int>? progress = null) =>
        new TeacherLists(teacher, "length", Options).Write(_questions, pool, In(name), progress ?? Silent.Instance);

    /// <summary>Prefers short texts, whatever is asked.</summary>
    private sealed class LengthTeacher : ITeacher
    {
        public int Read { get; private set; }

        public static float ScoreOf(Document text) => 1f / text.Content.Length;

        public Tensor EncodeQueries(IReadOnlyList<string> texts) => ones(texts.Count, 1);

        public Tensor EncodeDocuments(IReadOnlyList<Document> documents)
        {
            Read += documents.Count;
            return tensor(documents.Select(ScoreOf).ToArray()).unsqueeze(1);
        }

        public void Dispose()
        {
        }
    }

    private sealed class StopAtOnce : IProgress<int>
    {
        public void Report(int value) => throw new OperationCanceledException();
    }
}
