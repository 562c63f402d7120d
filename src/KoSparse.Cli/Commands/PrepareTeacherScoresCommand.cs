using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Training.Teachers;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare teacher-scores</c>: triplets with a teacher's scores, for training without the teacher.</summary>
internal static class PrepareTeacherScoresCommand
{
    public static Command Build()
    {
        var triplets = new Option<string>("--triplets") { Description = "Triplets, .jsonl or .jsonl.gz; a glob.", Required = true };
        var teacher = new Option<string>("--teacher")
        {
            Description = "The teacher: folder or Hugging Face name of a dense encoder such as BAAI/bge-m3, or a model or run of kosparse.",
            Required = true,
        };
        var length = new Option<int>("--max-length") { Description = "Longest text in the teacher's tokens.", DefaultValueFactory = _ => 256 };
        Option<string> output = Options.Output("Folder for the scored triplets, under their names, and for the scores found so far.");
        var command = new Command("teacher-scores", "Write triplets with a teacher's scores; goes on where it stopped.") { triplets, teacher, length, output };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string folder = Teacher.Find(parsed.GetValue(teacher)!);
            int maxLength = parsed.GetValue(length);
            string target = parsed.GetValue(output)!;
            using ITeacher opened = Teacher.Open(folder, maxLength);
            using var cache = new TeacherScoreCache(target, TeacherScoring.HashOf(folder, maxLength));
            var scoring = new TeacherScoring(opened, cache, new PreparationDisplay());
            scoring.Run(parsed.GetValue(triplets)!, target, stop);
            Console.WriteLine();
            Console.WriteLine($"{scoring.Triplets:N0} triplets in {target}; {scoring.Scored:N0} pairs scored now, {cache.Count:N0} in {cache.Path}.");
            Console.WriteLine("To train on them: name them in data.train, and leave knowledge_distillation.teacher_model out.");
            return ExitCodes.Done;
        }));
        return command;
    }
}
