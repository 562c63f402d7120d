using System.CommandLine;
using System.Diagnostics;
using KoSparse.Fuzz.Formats;
using KoSparse.Fuzz.Running;

var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var format = new Option<string?>("--format") { Description = "One format alone." };
var cases = new Option<string>("--cases") { Description = "Where inputs that fail are kept: commit them, they stay tests.", DefaultValueFactory = _ => "tests/KoSparse.Fuzz/cases" };
var command = new RootCommand("Damages a good example of every format that this project reads, again and again, and reads it.") { seconds, format, cases };
command.SetAction(parsed =>
{
    FuzzedFormat[] formats = [.. FormatList.All().Where(one => parsed.GetValue(format) is not { } name || one.Name == name)];
    long started = Stopwatch.GetTimestamp();
    using FuzzRun run = new();
    (long inputs, int found) = (0, 0);
    for (int seed = Environment.TickCount; Stopwatch.GetElapsedTime(started).TotalSeconds < parsed.GetValue(seconds); seed++)
    {
        foreach (FuzzedFormat one in formats)
        {
            foreach (FuzzFailure failure in run.Run(one, 200, seed))
            {
                found++;
                string kept = FuzzCase.Write(parsed.GetValue(cases)!, failure);
                Console.WriteLine($"{failure.Format}, {failure.File}: {failure.Reason}; kept as {kept}");
            }

            inputs += 200;
        }
    }

    Console.WriteLine($"{inputs:N0} inputs of {formats.Length} formats, {found} failed.");
    return found == 0 ? 0 : 1;
});
return command.Parse(args).Invoke();
