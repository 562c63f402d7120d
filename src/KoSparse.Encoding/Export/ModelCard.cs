using System.Globalization;
using System.Text;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;

namespace KoSparse.Encoding.Export;

/// <summary>The <c>README.md</c> of an exported model: what it is, what was measured, how to use it, what an export leaves out.</summary>
internal static class ModelCard
{
    /// <summary>Writes the card; a figure that nobody measured is said to be missing, never guessed.</summary>
    /// <param name="name">Name of the export.</param>
    /// <param name="parts">The model, as it is served.</param>
    /// <param name="figures">What was measured.</param>
    /// <param name="servedOtherwise">Whether it was measured with other settings or weights than it is served with now.</param>
    public static string Of(string name, ModelParts parts, MeasuredFigures figures, bool servedOtherwise)
    {
        (SparseModelConfig config, EncodeOptions encode) = (parts.Config, parts.Encode);
        var text = new StringBuilder();
        text.Append(Invariant($"""
            ---
            language: ko
            license: apache-2.0
            library_name: sentence-transformers
            pipeline_tag: feature-extraction
            tags: [sparse-encoder, splade, opensearch, korean, kosparse]
            ---

            # {name}

            A Korean neural sparse encoder (SPLADE family) for OpenSearch, trained with KoSparse. It turns a text into
            weights over {config.Encoder.VocabularySize:N0} tokens; a score is the sum over shared tokens of the products.

            | | |
            |---|---|
            | encoder | {config.Encoder.Layers} layers × {config.Encoder.HiddenSize}, {config.Encoder.Family} |
            | longest text | {encode.MaxLength} tokens |
            | questions | {(encode.QueryEncoder == QueryEncoding.Idf ? $"their tokens weighted by IDF (idf.json{Scaled(parts)}), no model at query time" : "encoded by the model")} |
            | context gate | {OnOff(config.ContextGate is not null)} |
            | lexical prior | {OnOff(config.LexicalPrior is not null)} |
            | learned expansion | {(config.Expansion ? Invariant($"{encode.ExpansionShare:P0} of the head's weights{(encode.ExpansionTerms is { } terms ? $", the {terms} heaviest" : "")}") : "no")} |
            | variants | {(encode.Variants is { } variants ? Invariant($"a word's beginning gets {variants.WordStart} of its continuation's weight, syllables {variants.Syllable} of their token's; relatives (families.json, where there is one) {variants.Family} times their similarity") : "no")} |
            | pruning | the heaviest {encode.Pruning.MaxTerms} terms, those of at least {encode.Pruning.MaxRatio} of the largest weight, foreign ones of at least {encode.Pruning.ForeignRatio} |

            ## Measured


            """));
        text.Append(servedOtherwise ? "Measured before this export changed how the model is served: its settings, or the precision of its weights.\n\n" : "");
        AppendFigures(text, figures);
        text.Append(Use(name, parts));
        text.Append(Data(parts.Idf));
        return text.ToString();
    }

    /// <summary>What is to be known of the weights in <c>idf.json</c> where Lucene does not take them as they are.</summary>
    private static string Scaled(ModelParts parts) => parts.Idf is { } idf && TokenWeights.Of(idf, parts.Tokenizer).Scale is < 1 and var scale
        ? Invariant($": the weights times {scale:G3}, so that none is above {TokenWeights.Most}, as OpenSearch wants it")
        : "";

    private static void AppendFigures(StringBuilder text, MeasuredFigures figures)
    {
        List<(string Measure, double? Value, string Format)> rows =
        [
            ("Korean token ratio, by count", figures.KoreanTokenRatio, "P1"),
            ("leakage, by count", figures.Leakage, "P1"),
            ("context discrimination", figures.ContextDiscrimination, "P1"),
            ("active terms per query", figures.TermsPerQuery, "F1"),
            ("active terms per document", figures.TermsPerDocument, "F1"),
        ];
        text.Append("| measure | figure |\n|---|---|\n");
        foreach ((string measure, double? value, string format) in rows)
        {
            text.Append(Invariant($"| {measure} | {value?.ToString(format, CultureInfo.InvariantCulture) ?? "not measured"} |\n"));
        }

        text.Append("\n| benchmark | method | R@1 | R@10 | nDCG@10 |\n|---|---|---|---|---|\n");
        foreach (BenchmarkFigures row in figures.Benchmarks)
        {
            text.Append(Invariant($"| {row.Title} | {row.Method} | {row.RecallAt1:F3} | {row.RecallAt10:F3} | {row.NdcgAt10:F3} |\n"));
        }

        if (figures.Benchmarks.Count == 0)
        {
            text.Append("| none measured | | | | |\n");
        }
    }

    private static string Use(string name, ModelParts model)
    {
        (object? Part, string Name)[] parts =
            [(model.Config.ContextGate, "the context gate"), (model.Config.LexicalPrior, "the lexical prior"), (model.Encode.Variants, "the variants")];
        string left = string.Join(", ", parts.Where(p => p.Part is not null).Select(p => p.Name));
        string missing = left.Length == 0
            ? Invariant($"The vectors are those of KoSparse for texts of up to {model.Encode.MaxLength} tokens, but for the pruning; KoSparse reads longer ones in windows. Special tokens and punctuation are in neither: their output bias is far below zero.")
            : !HasMlmHead(model.Config)
            ? $"""
              **Questions alone.** Documents are encoded by what sentence-transformers has no module for ({left}{(model.Config.Expansion ? ", a head that reads the whole text" : "")}):
              there they would get the output layer of a masked language model that this model does not have. `./kosparse encode`, or the file for ONNX Runtime that
              `./kosparse export onnx {name} {name}.onnx --outputs terms` writes, encodes them; variants and pruning are not in that file.
              """
            : $"""
              **What is lost on the way.** Plain SPLADE pooling is `{model.Config.HeadActivation.FormulaOf("max logit")}`. It leaves out {left} and the
              pruning of this model, which KoSparse applies: vectors differ and retrieval is worse than the figures above, which
              were measured with KoSparse. The tensors are in `model.safetensors` all the same: `./kosparse export onnx {name} {name}.onnx --outputs terms`
              writes one file for ONNX Runtime that applies them, variants and pruning aside.
              """;
        return Invariant($"""

            ## Use

            With KoSparse, as it was measured:

                ./kosparse index --model {name} --input documents.jsonl --output index
                ./kosparse search --index index --model {name} "조선의 첫 임금은 누구인가?"

            With sentence-transformers 5:

                from sentence_transformers import SparseEncoder
                model = SparseEncoder("{name}")
            {(HasMlmHead(model.Config) ? "    documents = model.encode_document([\"세종은 1446년에 훈민정음을 반포하였다.\"])\n    " : "    ")}queries = model.encode_query(["훈민정음은 언제 반포되었나?"])

            {missing}


            """);
    }

    /// <summary>Whether a masked language model's head gives the vectors, which is what sentence-transformers pools.</summary>
    private static bool HasMlmHead(SparseModelConfig config) => config is { Expansion: true, ExpansionColumns: null };

    private static string Data(InverseDocumentFrequency? idf) => Invariant($"""
        ## Training data and licence

        Trained as its run's `config.yaml` says; the recipes of KoSparse use paragraphs of Korean Wikipedia (CC BY-SA 3.0) with
        questions made of them, and the train questions of Mr.TyDi-ko and MIRACL-ko (Apache-2.0). No benchmark question is among them.
        {(idf is null ? "" : idf.Smoothing == IdfSmoothing.Given ? "The weights of questions' tokens came with the model that it was made from." : $"IDF weights were counted over {idf.DocumentCount:N0} distinct texts ({string.Join(", ", idf.Corpus.Select(file => file.Name))}).")}

        The weights are under Apache-2.0. Who redistributes text of the corpus, as in an index, keeps its own licence.

        """);

    private static string OnOff(bool on) => on ? "yes" : "no";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
