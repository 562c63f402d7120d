namespace KoSparse.Onnx.Export;

/// <summary>What the inputs and outputs of an exported graph are called.</summary>
internal static class ExportedNames
{
    /// <summary>Weights of each text over the vocabulary.</summary>
    public const string Pooled = "output";

    /// <summary>Token ids of each text's terms.</summary>
    public const string TokenIds = "token_ids";

    /// <summary>Weights of them.</summary>
    public const string Weights = "weights";

    /// <summary>Logits of each token.</summary>
    public const string Logits = "logits";

    /// <summary>1 where a token stands in the title; may be left out: there is none.</summary>
    public const string Title = "title_mask";

    /// <summary>1 where a token counts, 0 where an earlier window counted it; may be left out: all count.</summary>
    public const string Counted = "counted_mask";

    /// <summary>Axis of terms.</summary>
    public const string TermsAxis = "terms";

    private const string MlCommonsPrefix = "input1.";

    /// <summary>Token ids.</summary>
    public static string Ids(InputNames names) => Named(names, "input_ids");

    /// <summary>1 where a token is real, 0 at padding.</summary>
    public static string Mask(InputNames names) => Named(names, "attention_mask");

    private static string Named(InputNames names, string name) => names == InputNames.MlCommons ? MlCommonsPrefix + name : name;
}
