using KoSparse.Evaluation.Runs;

namespace KoSparse.Cli.Benchmarking;

/// <summary>How a benchmark is run.</summary>
/// <param name="Output">Folder of the report, and of the vectors that are kept.</param>
/// <param name="Command">The command line, for the report.</param>
internal sealed record BenchmarkOptions(string Output, string Command)
{
    /// <summary>Methods asked for, of <see cref="RetrievalMethod.Selectable"/>; null for all that the models can do.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>The method that the others are compared with.</summary>
    public string Baseline { get; init; } = RetrievalMethod.Bm25;

    /// <summary>Ids of the questions that get figures of their own, because training had none of their answers; null when nobody asked.</summary>
    public IReadOnlySet<string>? Unseen { get; init; }

    /// <summary>Whether <see cref="RetrievalMethod.Hybrids"/> run, too.</summary>
    public bool IncludeHybrid { get; init; }

    /// <summary>Methods besides, whose documents are elsewhere.</summary>
    public IReadOnlyList<MeasuredMethod> Others { get; init; } = [];

    /// <summary>Whether vectors that an earlier run kept are used.</summary>
    public bool SkipSetup { get; init; }

    /// <summary>Whether the kept vectors are removed at the end.</summary>
    public bool Cleanup { get; init; }
}
