using KoSparse.Files;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Configuration;

/// <summary>Reads our section of <c>config.json</c>: the model above its encoder, and how texts become vectors.</summary>
internal static class OurJson
{
    /// <summary>Choices by the order of <see cref="QueryEncoding"/>.</summary>
    private static readonly string[] QueryEncodings = ["model", "idf"];

    /// <summary>Name of <see cref="SparseModelConfig.ExpansionColumns"/>, which a training takes from its start and cannot set.</summary>
    public const string ColumnsName = "expansion_columns";

    /// <summary>The model above an encoder.</summary>
    public static SparseModelConfig Model(JsonSection ours, EncoderConfig encoder) => new()
    {
        Encoder = encoder,
        ContextGate = ours.Section("context_gate", mayBeNull: true) is { } gate ? Gate(gate, new()) : null,
        LexicalPrior = ours.Section("lexical_prior", mayBeNull: true) is { } prior ? Prior(prior, new()) : null,
        Expansion = ours.Flag("expansion", true),
        ExpansionColumns = ours.WholeNumber(ColumnsName, 0) is > 0 and var columns ? columns : null,
        Activation = (Activation?)ours.ChoiceOrNull("activation", Activations.Names),
    };

    /// <summary>How texts become vectors: the section <c>encode</c>, or what files of before version 0.2 have beside the architecture.</summary>
    public static EncodeOptions Encode(JsonSection ours, EncoderConfig encoder)
    {
        JsonSection encode = ours.Section("encode") ?? ours;
        EncodeOptions start = new();
        EncodeOptions read = start with
        {
            QueryEncoder = (QueryEncoding)encode.Choice("query_encoder", QueryEncodings, (int)start.QueryEncoder),
            MaxLength = encode.WholeNumber("max_length", Math.Min(start.MaxLength, encoder.MaxLength)),
            MaxWindows = encode.WholeNumber("max_windows", start.MaxWindows),
            ExpansionShare = encode.Number("expansion_share", start.ExpansionShare),
            ExpansionTerms = encode.WholeNumber("expansion_terms", 0) is > 0 and var terms ? terms : null,
            Variants = encode.Section("variants", mayBeNull: true) is { } variants ? Variants(variants, new()) : null,
            Pruning = encode.Section("pruning") is { } pruning ? Pruning(pruning, new()) : start.Pruning,
        };
        if (encode != ours)
        {
            encode.ThrowIfUnknown();
        }

        return read;
    }

    private static ContextGateOptions Gate(JsonSection gate, ContextGateOptions start) => start with
    {
        Hidden = gate.WholeNumber("hidden", start.Hidden),
        Heads = gate.WholeNumber("heads", start.Heads),
        Dropout = gate.Number("dropout", start.Dropout),
        InitialBias = gate.Number("initial_bias", start.InitialBias),
    };

    private static LexicalPriorOptions Prior(JsonSection prior, LexicalPriorOptions start) => start with
    {
        K1 = prior.Number("k1", start.K1),
        B = prior.Number("b", start.B),
        TitleWeight = prior.Number("title_weight", start.TitleWeight),
        LearnedShare = prior.NumberOrNull("learned_share"),
        AverageLength = prior.NumberOrNull("average_length"),
    };

    private static VariantOptions Variants(JsonSection variants, VariantOptions start)
    {
        VariantOptions read = start with
        {
            WordStart = (float)variants.Number("word_start", start.WordStart),
            Syllable = (float)variants.Number("syllable", start.Syllable),
            Family = (float)variants.Number("family", start.Family),
        };
        variants.ThrowIfUnknown();
        return read;
    }

    private static PruningOptions Pruning(JsonSection pruning, PruningOptions start)
    {
        PruningOptions read = start with
        {
            MaxTerms = pruning.WholeNumber("max_terms", start.MaxTerms),
            MaxRatio = (float)pruning.Number("max_ratio", start.MaxRatio),
            ForeignRatio = (float)pruning.Number("foreign_ratio", start.ForeignRatio),
        };
        pruning.ThrowIfUnknown();
        return read;
    }
}
