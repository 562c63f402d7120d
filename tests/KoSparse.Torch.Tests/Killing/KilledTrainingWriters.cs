using System.Globalization;
using KoSparse.Data;
using KoSparse.Files;
using KoSparse.Tests.Killing;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;
using KoSparse.Training.Teachers;
using KoSparse.Training.Telemetry;

namespace KoSparse.Torch.Tests.Killing;

/// <summary>Writers of a training that <see cref="KillTests"/> kills.</summary>
internal static class KilledTrainingWriters
{
    /// <summary>Of one state: more than a page.</summary>
    private const int Figures = 200;

    private const int Pairs = 500;

    /// <summary>All of them, by kind.</summary>
    public static IReadOnlyDictionary<string, KilledWriter> All { get; } = new Dictionary<string, KilledWriter>
    {
        ["figures"] = new(WriteFigures, ReadFigures) { Grows = true, Begun = EventFileFormat.Prefix, Contents = Curve },
        ["scores"] = new(WriteScores, ReadScores) { Grows = true },
        ["steps"] = new(WriteStep, ReadStep) { MakesOver = true },
    };

    /// <summary>A session of a run, which goes on where the history says.</summary>
    private static void WriteFigures(string folder, int state)
    {
        using RunLog log = new(new RunFolder(folder), TimeProvider.System, _ => { });
        log.Resume((state - 1) * Figures);
        for (int step = ((state - 1) * Figures) + 1; step <= state * Figures; step++)
        {
            log.Figures(new HistoryEntry(step, 1, new Dictionary<string, double> { ["loss"] = step }));
        }

        log.SaveHistory();
    }

    /// <summary>The history is whole, and the event files have no fewer figures.</summary>
    private static int? ReadFigures(string folder)
    {
        string history = Path.Combine(folder, "training_history.json");
        int[] steps = File.Exists(history) ? [.. RunLog.ReadHistory(history).Select(entry => entry.Step)] : [];
        Assert.Equal(Enumerable.Range(1, steps.Length), steps);
        Assert.Equal(0, steps.Length % Figures);
        long[] shown = [.. Points(folder).Select(point => point.Step)];
        Assert.Equal(Enumerable.Range(1, shown.Length).Select(step => (long)step), shown);
        Assert.True(shown.Length >= steps.Length, $"{shown.Length} figures in the event files, {steps.Length} in the history");
        return steps.Length / Figures;
    }

    private static List<ScalarPoint> Points(string folder)
    {
        RunCurves curves = new(new RunFolder(folder).Events);
        curves.Refresh();
        Assert.Null(curves.Fault);
        return curves.Curves.GetValueOrDefault("loss") ?? [];
    }

    private static string[] Curve(string parent) =>
    [
        File.ReadAllText(Path.Combine(parent, "output", "training_history.json")),
        .. Points(Path.Combine(parent, "output")).Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Step} {point.Value}")),
    ];

    private static void WriteScores(string folder, int state)
    {
        using TeacherScoreCache scores = new(folder, "teacher");
        for (int pair = 0; pair < Pairs; pair++)
        {
            if (!scores.TryGet($"{state}", Answer(pair), out _))
            {
                scores.Add($"{state}", Answer(pair), state + pair);
            }
        }

        scores.Flush();
    }

    /// <summary>Every score that is there is right; a state is whole when it has all of them.</summary>
    private static int? ReadScores(string folder)
    {
        using TeacherScoreCache scores = new(folder, "teacher");
        int found = 0;
        int state = 0;
        for (bool isWhole = true; isWhole; state++)
        {
            int before = found;
            for (int pair = 0; pair < Pairs; pair++)
            {
                if (scores.TryGet($"{state + 1}", Answer(pair), out float score))
                {
                    Assert.Equal(state + 1 + pair, score);
                    found++;
                }
            }

            isWhole = found - before == Pairs;
        }

        Assert.Equal(scores.Count, found);
        return state - 1;
    }

    private static Document Answer(int pair) => Document.Of($"답 {pair}");

    /// <summary>A step of two files, whose arguments change.</summary>
    private static void WriteStep(string folder, int state)
    {
        Assert.NotNull(Records(folder).ReasonToRun(Step(folder, state)));
        Assert.Equal(0, Records(folder).RunAsync(Step(folder, state), CancellationToken.None).GetAwaiter().GetResult());
    }

    private static StepRecords Records(string folder) => new(Path.Combine(folder, "steps"));

    private static PipelineStep Step(string folder, int state) => new("two files", $"make {state}", _ =>
    {
        Directory.CreateDirectory(folder);
        foreach (string name in (string[])["first", "last"])
        {
            WholeFile.Write(Path.Combine(folder, name), Enumerable.Repeat($"{state}", 5000));
        }

        return Task.FromResult(0);
    })
    {
        Output = Path.Combine(folder, "last"),
    };

    /// <summary>What the record says is done is done, in both files.</summary>
    private static int? ReadStep(string folder)
    {
        string record = Path.Combine(folder, "steps", "two_files.done");
        if (!File.Exists(record) || !int.TryParse(File.ReadAllText(record).AsSpan("make ".Length), CultureInfo.InvariantCulture, out int state))
        {
            return null;
        }

        Assert.Null(Records(folder).ReasonToRun(Step(folder, state)));
        Assert.All((string[])["first", "last"], name => Assert.Equal($"{state}", Assert.Single(File.ReadLines(Path.Combine(folder, name)).Distinct())));
        return state;
    }
}
