using KoSparse.Text;

namespace KoSparse.Vectors;

/// <summary>Terms that a text does not have, but would if its words were split elsewhere.</summary>
/// <remarks>
/// A vocabulary keeps a word's beginning and its continuation apart: 한국외국어대학 ends in <c>##대학</c>, which a question about a 대학 lacks.
/// So does a name that is one token here and written with other vowels there: 앤젤 and 엔젤 share <c>##젤</c>. Every token therefore gives
/// a share of its weight to the tokens of its letters, and to its word family. Foreign words have none.
/// </remarks>
public sealed class SubwordVariants
{
    private readonly Tokenizer _tokenizer;
    private readonly VariantOptions _options;
    private readonly WordFamilies? _families;
    private readonly (int Token, float Share)[]?[] _found; // of each token when it is first met: one text has few of a vocabulary

    private SubwordVariants(Tokenizer tokenizer, VariantOptions options, WordFamilies? families)
    {
        (_tokenizer, _options, _families) = (tokenizer, options, families);
        _found = new (int, float)[]?[tokenizer.Vocabulary.Count];
    }

    /// <summary>The variants of a vocabulary's tokens; safe to share between threads.</summary>
    /// <param name="tokenizer">Has the vocabulary.</param>
    /// <param name="options">The shares.</param>
    /// <param name="families">Its word families, if any.</param>
    public static SubwordVariants Of(Tokenizer tokenizer, VariantOptions options, WordFamilies? families = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        return new SubwordVariants(tokenizer, options, families);
    }

    /// <summary>The variants of one token by its letters, for who needs no more.</summary>
    /// <param name="tokenizer">Has the vocabulary.</param>
    /// <param name="options">The shares.</param>
    /// <param name="id">Row of the vocabulary.</param>
    public static IEnumerable<(int Token, float Share)> Of(Tokenizer tokenizer, VariantOptions options, int id)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        return Find(tokenizer, id, options, families: null).Where(v => v.Share > 0);
    }

    /// <summary>The tokens that give each of some tokens a share of their weight.</summary>
    public ILookup<int, (int Source, float Share)> SourcesOf(IEnumerable<int> tokens)
    {
        HashSet<int> wanted = [.. tokens];
        return Enumerable.Range(0, _found.Length).SelectMany(source => VariantsOf(source).Select(v => (v.Token, Source: source, v.Share)))
            .Where(v => wanted.Contains(v.Token))
            .ToLookup(v => v.Token, v => (v.Source, v.Share));
    }

    /// <summary>A vector and the variants of its terms: of several that give the same one, the largest.</summary>
    public SparseVector AddTo(SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        Dictionary<int, float> added = [];
        foreach (TermWeight term in vector.Terms())
        {
            foreach ((int token, float share) in VariantsOf(term.TokenId))
            {
                added[token] = Math.Max(added.GetValueOrDefault(token), share * term.Weight);
            }
        }

        foreach (int own in vector.TokenIds)
        {
            added.Remove(own);
        }

        return SparseVector.FromTerms(vector.Terms().Concat(added.Select(v => new TermWeight(v.Key, v.Value))));
    }

    private (int Token, float Share)[] VariantsOf(int id) => _found[id] ??=
        _tokenizer.Wordless.Contains(id) || !TokenLanguage.IsKoreanSide(TokenLanguage.Of(_tokenizer, id))
            ? []
            : [.. Find(_tokenizer, id, _options, _families).Where(v => v.Share > 0)];

    private static IEnumerable<(int Token, float Share)> Find(Tokenizer tokenizer, int id, VariantOptions options, WordFamilies? families)
    {
        string letters = tokenizer.LettersOf(id);
        if (!tokenizer.BeginsWord(id) && tokenizer.TryGetId(letters, beginsWord: true, out int start))
        {
            yield return (start, options.WordStart);
        }

        foreach (char syllable in letters.Length > 1 ? letters.Where(c => c.IsHangulSyllable).Distinct() : [])
        {
            if (tokenizer.TryGetId($"{syllable}", beginsWord: false, out int continuation))
            {
                yield return (continuation, options.Syllable);
            }
        }

        foreach ((int relative, float similarity) in families?.Of(id) ?? [])
        {
            yield return (relative, options.Family * similarity);
        }
    }
}
