namespace KoSparse.Text;

/// <summary>Finds special tokens by the names that BERT and RoBERTa vocabularies give them.</summary>
internal static class SpecialTokenNames
{
    /// <summary>Names by role; the first that the vocabulary has counts.</summary>
    private static readonly string[]
        First = ["[CLS]", "<s>", "<cls>", "[BOS]", "<bos>", "<|begin_of_text|>", "<|endoftext|>"],
        Last = ["[SEP]", "</s>", "<sep>", "[EOS]", "<eos>", "<|end_of_text|>", "<|endoftext|>"],
        Padding = ["[PAD]", "<pad>", "<|padding|>"],
        Unknown = ["[UNK]", "<unk>"],
        Mask = ["[MASK]", "<mask>"];

    /// <summary>Completes the special tokens of a vocabulary.</summary>
    /// <param name="path">The tokenizer's file, for messages.</param>
    /// <param name="vocabulary">Strings by id.</param>
    /// <param name="known">What the files say outright, by role (<c>first</c>, <c>last</c>, <c>padding</c>, <c>unknown</c>, <c>mask</c>).</param>
    /// <param name="added">Ids of further special tokens.</param>
    /// <param name="mayLack">Whether another special token stands in for a role that has none, as models that are no BERT lack some.</param>
    /// <exception cref="TokenizerException">A role has no token.</exception>
    public static SpecialTokens Complete(
        string path, string[] vocabulary, IReadOnlyDictionary<string, int> known, IEnumerable<int> added, bool mayLack = false)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (string name in new[] { First, Last, Padding, Unknown, Mask }.SelectMany(names => names))
        {
            if (!ids.ContainsKey(name) && Array.IndexOf(vocabulary, name) is int id and >= 0)
            {
                ids.Add(name, id);
            }
        }

        int[] substitutes = mayLack ? [.. known.Values, .. added, .. Last.Concat(First).Concat(Unknown).Where(ids.ContainsKey).Select(n => ids[n])] : [];
        int Find(string role, string[] names)
        {
            if (known.TryGetValue(role, out int id) || names.Any(name => ids.TryGetValue(name, out id)))
            {
                return id;
            }

            if (substitutes.Length > 0)
            {
                return substitutes[0];
            }

            throw new TokenizerException(
                $"{path}: the vocabulary has no '{role}' token (looked for {string.Join(", ", names)}). " +
                "Use the tokenizer.json of the model: it names its special tokens.");
        }

        int[] named =
        [
            Find("first", First), Find("last", Last), Find("padding", Padding), Find("unknown", Unknown), Find("mask", Mask),
        ];
        SortedSet<int> others = [.. added];
        for (int id = 0; id < vocabulary.Length; id++)
        {
            if (IsUnused(vocabulary[id]))
            {
                others.Add(id);
            }
        }

        others.ExceptWith(named);
        return new SpecialTokens(named[0], named[1], named[2], named[3], named[4], [.. others]);
    }

    /// <summary>Places that were kept free, such as <c>[unused7]</c> or <c>&lt;unused7&gt;</c>.</summary>
    private static bool IsUnused(ReadOnlySpan<char> token) => token.Length > 2
        && ((token[0] == '[' && token[^1] == ']') || (token[0] == '<' && token[^1] == '>'))
        && token[1..^1] is var inner && inner.StartsWith("unused", StringComparison.Ordinal)
        && inner["unused".Length..] is { IsEmpty: false } number && !number.ContainsAnyExceptInRange('0', '9');
}
