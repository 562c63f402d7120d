using System.ComponentModel.DataAnnotations;
using KoSparse.Training.Loops;
using KoSparse.Training.Optimization;

namespace KoSparse.Training.Transfer;

/// <summary>An encoder that comes over to another vocabulary: what <c>configs/transfer_base.yaml</c> says.</summary>
public sealed record TransferConfig : IRunConfig
{
    /// <summary>Folder of the run: checkpoints, logs and the encoder.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Decides which texts are drawn, and their order.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>Folder or Hugging Face name of the dense encoder that it comes from, and that it learns to follow.</summary>
    public required string Teacher { get; init; }

    /// <summary>The teacher's first layers that it has.</summary>
    [Range(1, 96)]
    public int Layers { get; init; } = 6;

    /// <summary>Folder or file of its tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Texts as JSON Lines with <c>title</c> and <c>text</c>: a glob, or a list of globs.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Corpus { get; init; }

    /// <summary>Texts of the corpus that are read, from its beginning, those of the measure among them.</summary>
    [Range(100, 100_000_000)]
    public int MaxTexts { get; init; } = 100_000;

    /// <summary>Longest text, in ids of either tokenizer, special tokens included; what is beyond is left out.</summary>
    [Range(8, 8192)]
    public int MaxLength { get; init; } = 128;

    /// <summary>Texts per batch.</summary>
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Weight of the distance between the words' hidden states and the teacher's at the same layer.</summary>
    [Range(0, 1e6)]
    public double LambdaStates { get; init; } = 1;

    /// <summary>Weight of the distance between the text's mean state, mapped linearly, and the teacher's vector of the text.</summary>
    [Range(0, 1e6)]
    public double LambdaPooled { get; init; } = 1;

    /// <summary>Steps, learning rate, saving and logging.</summary>
    public TrainingOptions Training { get; init; } = new();
}
