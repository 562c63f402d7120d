using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Mining;

/// <summary>How often hard negatives are looked for anew, and how many.</summary>
public sealed record MiningOptions
{
    /// <summary>Epochs between two minings; the first is before the epoch after so many.</summary>
    /// <value>The default is 3: before epochs 4, 7, 10 …</value>
    [Range(1, 100_000)]
    public int MineEveryNEpochs { get; init; } = 3;

    /// <summary>Whether negatives are mined before epoch 1 as well: for a model that ranks before it is trained.</summary>
    /// <value>The default is false.</value>
    public bool FromStart { get; init; }

    /// <summary>Negatives found per question; they take the place of a triplet's own.</summary>
    [Range(1, 64)]
    public int NumHardNegatives { get; init; } = 5;

    /// <summary>
    /// Share of the positive's score above which a candidate is taken for another answer and left out; scored by the teacher where
    /// there is one, else by the method that found it (Moreira et al., "NV-Retriever", 2024).
    /// </summary>
    [Range(0.0, 1.0)]
    public double FalseNegativeMargin { get; init; } = 0.95;

    /// <summary>Kinds of questions that are mined for, as <c>pair_type</c>; empty means all.</summary>
    public IReadOnlyList<string> PairTypes { get; init; } = [];

    /// <summary>Questions mined for, drawn anew each time; 0 takes all.</summary>
    [Range(0, int.MaxValue)]
    public int MaxQueries { get; init; }

    /// <summary>Texts searched, those that answer the questions first; 0 searches all of the training data.</summary>
    [Range(0, int.MaxValue)]
    public int MaxDocuments { get; init; }
}
