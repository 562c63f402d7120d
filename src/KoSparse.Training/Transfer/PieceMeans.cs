using KoSparse.Modeling.Batches;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

// Shapes: V tokens, U tokens of the other vocabulary, D width.

/// <summary>Embeddings of a vocabulary from those of another: each token starts as the mean of the pieces that the other spells it with.</summary>
internal static class PieceMeans
{
    /// <summary>Stands before letters that go on with a word, so that the other tokenizer does not mark them as its beginning; it is a piece of its own.</summary>
    private const string Before = "^";

    /// <summary>The embeddings of a vocabulary, V × D; the caller owns them.</summary>
    /// <param name="tokenizer">Has the vocabulary.</param>
    /// <param name="others">The other tokenizer.</param>
    /// <param name="embeddingsUD">Its embeddings.</param>
    public static Tensor Of(Tokenizer tokenizer, Tokenizer others, Tensor embeddingsUD)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (long Token, long Piece)[] spelled =
            [.. Enumerable.Range(0, tokenizer.Vocabulary.Count).SelectMany(id => PiecesOf(tokenizer, id, others).Select(piece => ((long)id, (long)piece)))];
        return Means.OverGroups(
            embeddingsUD.unsqueeze(0),
            tensor(spelled.Select(pair => pair.Piece).ToArray()),
            tensor(spelled.Select(pair => pair.Token).ToArray()),
            tokenizer.Vocabulary.Count).MoveToOuterDisposeScope();
    }

    /// <summary>The pieces of a token, itself where both have it; of a special one that of the same role, of what the other cannot spell its unknown token.</summary>
    internal static IReadOnlyList<int> PiecesOf(Tokenizer tokenizer, int id, Tokenizer others)
    {
        (SpecialTokens here, SpecialTokens there) = (tokenizer.SpecialTokens, others.SpecialTokens);
        if (here.All.Contains(id))
        {
            return [id == here.First ? there.First : id == here.Last ? there.Last : id == here.Padding ? there.Padding : id == here.Mask ? there.Mask : there.Unknown];
        }

        (string letters, bool beginsWord) = (tokenizer.LettersOf(id), tokenizer.BeginsWord(id));
        if (others.TryGetId(letters, beginsWord, out int same))
        {
            return [same];
        }

        string before = beginsWord ? "" : Before;
        int[] pieces = [.. others.Tokenize(before + letters).Where(token => token.Start >= before.Length && token.Id != there.Unknown).Select(token => token.Id)];
        return pieces.Length > 0 ? pieces : [there.Unknown];
    }
}
