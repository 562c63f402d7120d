using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Training.Pretraining;

/// <summary>All texts of a corpus as one stream of token ids, cut into sequences of one length: no token is padding.</summary>
/// <remarks>The order of an epoch is a function of seed and epoch alone, so that a resumed run draws what an uninterrupted one would.</remarks>
internal sealed class PackedTexts
{
    /// <summary>Sequences held out at the end, unless that is more than a twentieth.</summary>
    private const int MostHeldOut = 64;

    private readonly List<int> _ids;
    private readonly SpecialTokens _special;
    private readonly int _room;
    private readonly int _seed;
    private (int Epoch, int[] Order) _order;

    private PackedTexts(List<int> ids, SpecialTokens special, int sequenceLength, int seed) =>
        (_ids, _special, _room, _seed) = (ids, special, sequenceLength - 2, seed);

    /// <summary>Number of sequences to train on; what is left at the end of the stream is dropped.</summary>
    public int Count => All - HeldOutCount;

    /// <summary>Number of sequences that no epoch draws; at least one.</summary>
    public int HeldOutCount => Math.Clamp(All / 20, 1, MostHeldOut);

    private int All => _ids.Count / _room;

    /// <summary>Reads and tokenizes a corpus, on all cores, into four bytes a token.</summary>
    /// <param name="patterns">Files of documents.</param>
    /// <param name="tokenizer">Splits them.</param>
    /// <param name="sequenceLength">Ids of a sequence, special tokens included.</param>
    /// <param name="seed">Decides the order.</param>
    /// <exception cref="TrainingException">The texts do not fill two sequences.</exception>
    public static PackedTexts Read(IReadOnlyList<string> patterns, Tokenizer tokenizer, int sequenceLength, int seed)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return Of(patterns.SelectMany(pattern => DocumentReader.Read(pattern)).Select(d => d.Content), tokenizer, sequenceLength, seed) is { Count: > 0 } packed
            ? packed
            : throw new TrainingException($"{string.Join(", ", patterns)}: the texts do not fill two sequences of {sequenceLength} tokens. Name a larger corpus.");
    }

    /// <summary>Packs given texts.</summary>
    public static PackedTexts Of(IEnumerable<string> texts, Tokenizer tokenizer, int sequenceLength, int seed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(tokenizer);
        List<int> ids = [];
        foreach (List<int> text in texts.AsParallel().AsOrdered().Select(t => Ids(t, tokenizer)))
        {
            ids.AddRange(text);
        }

        return new PackedTexts(ids, tokenizer.SpecialTokens, sequenceLength, seed);
    }

    /// <summary>One sequence of an epoch, special tokens at both ends and between texts.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="place">Place in the epoch's order, from 0.</param>
    public int[] Sequence(int epoch, int place)
    {
        if (_order.Epoch != epoch)
        {
            int[] order = [.. Enumerable.Range(0, Count)];
            NumberedRandom.Of(_seed, epoch).Shuffle(order);
            _order = (epoch, order);
        }

        return Framed(_order.Order[place]);
    }

    /// <summary>A held-out sequence, from the last texts of the corpus.</summary>
    public int[] HeldOut(int place) => Framed(Count + place);

    private int[] Framed(int number) => [_special.First, .. _ids.Slice(number * _room, _room), _special.Last];

    private static List<int> Ids(string text, Tokenizer tokenizer)
    {
        List<int> ids = [];
        tokenizer.AddFoldedIds(text, ids);
        ids.Add(tokenizer.SpecialTokens.Last);
        return ids;
    }
}
