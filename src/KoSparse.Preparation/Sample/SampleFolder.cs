using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Files;

namespace KoSparse.Preparation.Sample;

/// <summary>Saves a sample in the shape of the real data, so that every command takes its folder for <c>KOSPARSE_DATA</c>.</summary>
public static class SampleFolder
{
    private const string Heading = "# A generated sample";

    private const string Explanation =
        $"""
        {Heading}

        `kosparse prepare sample` made these Korean paragraphs and questions from word lists and templates. People, villages
        and works are invented. The sample shows that training, evaluation and search run; its figures say nothing about real text.

        생성한 표본입니다. 사람과 마을, 작품은 모두 지어낸 것이며, 여기서 잰 수치는 실제 글에 대한 성능을 뜻하지 않습니다.

        - `kowiki/passages-0.jsonl.gz`: the paragraphs
        - `kowiki/questions-train.jsonl.gz`: questions to train on
        - `benchmarks/sample/`: held-out questions over all paragraphs, in BEIR layout

        """;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes <c>kowiki/</c>, <c>benchmarks/sample/</c> and <c>README.md</c>, over those of an earlier sample.</summary>
    /// <exception cref="TripletPreparationException">The folder holds something else.</exception>
    public static void Write(string path, SampleCorpus corpus)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(corpus);
        string readme = Path.Combine(path, "README.md");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(static entry => !WholeFile.IsUnfinished(entry)) && !IsSample(readme))
        {
            throw new TripletPreparationException(
                $"{path} holds files that are no sample, and they could be real data. Choose another folder.");
        }

        Directory.CreateDirectory(path);
        WholeFile.Write(readme, Explanation); // first: it says whose folder this is, to a run after one that was killed
        string kowiki = Directory.CreateDirectory(Path.Combine(path, "kowiki")).FullName;
        WriteLines(Path.Combine(kowiki, "passages-0.jsonl.gz"), corpus.Documents.Select(Fields));
        WriteLines(Path.Combine(kowiki, "questions-train.jsonl.gz"), corpus.TrainingQuestions.Select(question => new
        {
            query = question.Text,
            positives = question.Positives.Select(Fields),
            negatives = question.Negatives.Select(Fields),
        }));
        BeirFolderWriter.Write(
            Path.Combine(path, "benchmarks", "sample"),
            corpus.Documents,
            corpus.HeldOutQuestions.Select((question, place) => new Query(IdOf(place), question.Text)),
            corpus.HeldOutQuestions.SelectMany((question, place) => question.Positives
                .Select(positive => new Judgement(IdOf(place), positive.Id, 1))),
            "dev");
    }

    private static bool IsSample(string readme) =>
        File.Exists(readme) && InputFile.ReadLines(readme).FirstOrDefault() == Heading;

    private static object Fields(Document document) =>
        new { _id = document.Id, title = document.Title, text = document.Text };

    private static string IdOf(int place) => (place + 1).ToString(CultureInfo.InvariantCulture);

    private static void WriteLines(string path, IEnumerable<object> lines) => WholeFile.Write(path, beside => Fill(beside, lines));

    private static void Fill(string path, IEnumerable<object> lines)
    {
        using StreamWriter writer = new(DataFiles.Create(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            NewLine = "\n",
        };
        foreach (object line in lines)
        {
            writer.WriteLine(JsonSerializer.Serialize(line, Readable));
        }
    }
}
