using System.ComponentModel.DataAnnotations;
using KoSparse.Onnx.Weights;

namespace KoSparse.Serving.Hosting;

/// <summary>Which model a program encodes with, and how.</summary>
public sealed class KoSparseOptions : IValidatableObject
{
    /// <summary>Folder of the model.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "KoSparseOptions.Model is missing: the folder of a model, such as models/mini.")]
    public string Model { get; set; } = "";

    /// <summary>How the weights are kept.</summary>
    /// <value>The default is 32 bits.</value>
    public WeightPrecision Precision { get; set; } = WeightPrecision.Fp32;

    /// <summary>Threads of one matrix product; 0 takes all processors.</summary>
    [Range(0, int.MaxValue)]
    public int Threads { get; set; }

    /// <summary>Texts that may wait to be encoded, all callers together.</summary>
    /// <value>The default is 512.</value>
    [Range(1, int.MaxValue)]
    public int MostWaiting { get; set; } = 512;

    /// <summary>Whether there is such a folder: a program that starts without its model fails at the first request, far from the reason.</summary>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) => Directory.Exists(Model) ? [] :
    [
        new ValidationResult($"KoSparseOptions.Model: {Model} is no folder. Name that of a model, such as models/mini; it is looked for in {Environment.CurrentDirectory}.", [nameof(Model)]),
    ];
}
