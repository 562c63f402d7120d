using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Origins;

/// <summary>Tells of each term of a text's vector where it comes from.</summary>
public static class TermSources
{
    /// <summary>The vector of a document, heaviest term first.</summary>
    public static IReadOnlyList<SourcedTerm> OfDocument(OpenModel model, Document document)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(document);
        return OfDocument(model, document.Content, model.Encoder.EncodeDocuments([document])[0]);
    }

    /// <summary>The terms of a document that is encoded already, heaviest first.</summary>
    /// <param name="model">What encoded it.</param>
    /// <param name="content">Its title and text.</param>
    /// <param name="vector">Its vector.</param>
    public static IReadOnlyList<SourcedTerm> OfDocument(OpenModel model, string content, SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(vector);
        return Listed(model, content, vector, model.Parts.Encode.Variants);
    }

    /// <summary>The vector of a question, heaviest term first; questions have no variants.</summary>
    public static IReadOnlyList<SourcedTerm> OfQuestion(OpenModel model, string question)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(question);
        return OfQuestion(model, question, model.Encoder.EncodeQueries([question])[0]);
    }

    /// <summary>The terms of a question that is encoded already, heaviest first.</summary>
    /// <param name="model">What encoded it.</param>
    /// <param name="question">The question.</param>
    /// <param name="vector">Its vector.</param>
    public static IReadOnlyList<SourcedTerm> OfQuestion(OpenModel model, string question, SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(vector);
        return Listed(model, question, vector, variants: null);
    }

    private static SourcedTerm[] Listed(OpenModel model, string text, SparseVector vector, VariantOptions? variants)
    {
        HashSet<int> own = [.. model.Tokenizer.TokenizeFolded(text).Select(token => token.Id)];
        HashSet<int> ofLetters = variants is null ? [] : [.. own.SelectMany(id => SubwordVariants.Of(model.Tokenizer, variants, id)).Select(variant => variant.Token)];
        HashSet<int> relatives = variants is { Family: > 0 } && model.Parts.Families.Value is { } families
            ? [.. own.SelectMany(token => families.Of(token)).Select(relative => relative.Token)]
            : [];
        return
        [
            .. vector.ByWeight().Select(term => new SourcedTerm(
                term.TokenId,
                term.Weight,
                own.Contains(term.TokenId) ? TermSource.Text
                    : ofLetters.Contains(term.TokenId) ? TermSource.Variant
                    : relatives.Contains(term.TokenId) ? TermSource.Family
                    : TermSource.Expansion)),
        ];
    }
}
