namespace KoSparse.Text;

/// <summary>Tokens with a role instead of a meaning, by id; never mixed with stopwords, never in a vector.</summary>
/// <param name="First">Begins every sequence: <c>[CLS]</c> or <c>&lt;s&gt;</c>.</param>
/// <param name="Last">Ends every sequence: <c>[SEP]</c> or <c>&lt;/s&gt;</c>.</param>
/// <param name="Padding">Fills a batch.</param>
/// <param name="Unknown">Stands for what the vocabulary cannot spell.</param>
/// <param name="Mask">Hides a token in masked language modelling.</param>
/// <param name="Others">Further ones, such as <c>[unused0]</c> or a second begin token.</param>
public sealed record SpecialTokens(int First, int Last, int Padding, int Unknown, int Mask, IReadOnlyList<int> Others)
{
    /// <summary>Every special token, ascending, each once.</summary>
    public IReadOnlyList<int> All { get; } =
        [.. new[] { First, Last, Padding, Unknown, Mask }.Concat(Others).Distinct().Order()];
}
