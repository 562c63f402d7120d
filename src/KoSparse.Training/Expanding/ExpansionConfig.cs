using System.ComponentModel.DataAnnotations;
using KoSparse.Training.Loops;
using KoSparse.Training.Optimization;

namespace KoSparse.Training.Expanding;

/// <summary>A head that learns by which words of questions a text should be found: what <c>configs/base.yaml</c> says.</summary>
public sealed record ExpansionConfig : IRunConfig
{
    /// <inheritdoc/>
    public required string OutputDir { get; init; }

    /// <inheritdoc/>
    public int Seed { get; init; } = 42;

    /// <summary>The model whose own terms are expanded: folder of a model without a head, whose questions are weighted by IDF. It stays as it is.</summary>
    public required string Model { get; init; }

    /// <summary>Lists of texts with a teacher's scores (<c>prepare teacher-lists</c>): a glob, or a list of globs.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Lists { get; init; }

    /// <summary>Triplets with questions that people judged; nothing is learned from them, nor from their texts: they say what the head is worth.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Judged { get; init; }

    /// <summary>Texts that are searched for the judged questions, theirs first.</summary>
    [Range(100, 1_000_000)]
    public int JudgedTexts { get; init; } = 15_000;

    /// <summary>Steps between two judgements.</summary>
    [Range(1, 1_000_000)]
    public int JudgeEverySteps { get; init; } = 200;

    /// <summary>Questions that must hold a token for it to get a column: rarer ones are noise.</summary>
    [Range(1, 1_000_000)]
    public int MinAsked { get; init; } = 10;

    /// <summary>Whether only Korean tokens and numbers get columns: letters of song titles are noise, and foreign terms are dropped from vectors anyhow.</summary>
    /// <value>The default is true.</value>
    public bool KoreanOnly { get; init; } = true;

    /// <summary>Questions per batch.</summary>
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Texts of a list that a step ranks, drawn anew each time.</summary>
    [Range(2, 1000)]
    public int ListSize { get; init; } = 40;

    /// <summary>Columns drawn for each step besides those of its questions: they learn to be quiet.</summary>
    [Range(1, 100_000)]
    public int SampledColumns { get; init; } = 300;

    /// <summary>What scores are divided by before the softmax.</summary>
    [Range(0.01, 1000.0)]
    public double Temperature { get; init; } = 7;

    /// <summary>What the teacher's scores are divided by before the softmax.</summary>
    [Range(0.0001, 1000.0)]
    public double TeacherTemperature { get; init; } = 0.02;

    /// <summary>Weight of FLOPS, the sum over columns of the squared mean weight: few texts have a term.</summary>
    [Range(0.0, 1e6)]
    public double LambdaFlops { get; init; } = 0.05;

    /// <summary>Weight of the mean square of the questions' columns: no term is heavy.</summary>
    [Range(0.0, 1e6)]
    public double LambdaSquare { get; init; } = 0.01;

    /// <summary>Added to every logit at the start; below zero a new head is nearly quiet.</summary>
    [Range(-20.0, 20.0)]
    public double OutputBias { get; init; } = -0.3;

    /// <summary>How much of the head's weights is served, and judged.</summary>
    [Range(0.001, 1.0)]
    public double ExpansionShare { get; init; } = 0.5;

    /// <summary>How many of a text's terms of the head are served, and judged, the heaviest.</summary>
    [Range(1, 100_000)]
    public int ExpansionTerms { get; init; } = 64;

    /// <inheritdoc/>
    public TrainingOptions Training { get; init; } = new();
}
