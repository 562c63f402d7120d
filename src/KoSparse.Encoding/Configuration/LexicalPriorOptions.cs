using System.ComponentModel.DataAnnotations;

namespace KoSparse.Encoding.Configuration;

/// <summary>Where the learned weights of a text's own tokens start: at BM25.</summary>
public sealed record LexicalPriorOptions
{
    /// <summary>The learned share where nothing is said.</summary>
    public const double AllLearned = 1;

    /// <summary>BM25's saturation of the term count at the start.</summary>
    /// <value>The default is 1.2.</value>
    [Range(0.01, 10)]
    public double K1 { get; init; } = 1.2;

    /// <summary>BM25's normalisation by length at the start, strictly between 0 and 1.</summary>
    /// <value>The default is 0.75.</value>
    [Range(0.01, 0.99)]
    public double B { get; init; } = 0.75;

    /// <summary>How many occurrences in the text one in the title is worth at the start.</summary>
    /// <value>The default is 1: the title is a part of the text like any other.</value>
    [Range(0.01, 100)]
    public double TitleWeight { get; init; } = 1;

    /// <summary>How much of a weight is learned; the rest stays as BM25 has it, which holds for texts of other kinds.</summary>
    /// <value>The default is that of the pretrained model, where it has one, else 1: all of it.</value>
    [Range(0.0, 1.0)]
    public double? LearnedShare { get; init; }

    /// <summary>Mean number of tokens of a document in all of its windows, special tokens aside, those of the title by their weight.</summary>
    /// <value>The default is that of the pretrained model, where it has one; else training measures it on its own documents.</value>
    [Range(1.0, 100_000.0)]
    public double? AverageLength { get; init; }
}
