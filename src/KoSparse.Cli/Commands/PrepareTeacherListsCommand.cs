using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Training.Teachers;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare teacher-lists</c>: lists of texts for questions that nobody judged, with a teacher's scores.</summary>
internal static class PrepareTeacherListsCommand
{
    public static Command Build()
    {
        TeacherListOptions start = new();
        var questions = new Option<string>("--questions") { Description = "Questions nobody judged, .jsonl or .jsonl.gz with _id and text; a glob.", Required = true };
        var judged = new Option<string?>("--triplets") { Description = "Triplets with questions that people judged, a glob: the teacher reads their texts, and these questions get lists, too." };
        var texts = new Option<string>("--passages") { Description = "Texts to find answers in, .jsonl or .jsonl.gz; a glob.", Required = true };
        var teacher = new Option<string>("--teacher") { Description = "The teacher, as for prepare teacher-scores.", Required = true };
        var length = new Option<int>("--max-length") { Description = "Longest text in the teacher's tokens.", DefaultValueFactory = _ => 256 };
        var pool = new Option<int>("--pool") { Description = "Texts that the teacher reads.", DefaultValueFactory = _ => start.Pool };
        Options.Require(pool, value => value > 0, "--pool is 1 or more.");
        Options.Require(length, value => value > 3, "--max-length is 4 or more.");
        Option<string> output = Options.Output("Folder for train_lists.jsonl, the lists as triplets.");
        var command = new Command("teacher-lists", "Write lists of texts with a teacher's scores for questions that nobody judged; goes on where it stopped.")
        {
            questions, judged, texts, teacher, length, pool, output,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string folder = Teacher.Find(parsed.GetValue(teacher)!);
            int maxLength = parsed.GetValue(length);
            string target = Path.Combine(parsed.GetValue(output)!, "train_lists.jsonl");
            Triplet[] asked = parsed.GetValue(judged) is { } pattern ? [.. TripletReader.Read(pattern).Where(t => t.IsAsked)] : [];
            string[] queries = [.. asked.Select(t => t.Query).Concat(DocumentReader.Read(parsed.GetValue(questions)!).Select(q => q.Text)).Distinct()];
            TeacherListOptions options = start with { Pool = parsed.GetValue(pool) };
            Document[] all = [.. DocumentReader.Read(parsed.GetValue(texts)!)];
            Console.WriteLine($"{queries.Length:N0} questions over {all.Length:N0} texts.");
            var chosen = new TeacherPool(queries, asked.SelectMany(t => t.Negatives.Prepend(t.Positive)), all, options);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using ITeacher opened = Teacher.Open(folder, maxLength);
            using (var read = new ProgressLine("texts read by the teacher", chosen.Texts.Count, stop: stop))
            {
                new TeacherLists(opened, TeacherScoring.HashOf(folder, maxLength), options).Write(queries, chosen, target, read);
            }

            Console.WriteLine($"{queries.Length:N0} lists over {chosen.Texts.Count:N0} texts in {target}.");
            return ExitCodes.Done;
        }));
        return command;
    }
}
