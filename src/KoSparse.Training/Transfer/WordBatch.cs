using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Batches;
using KoSparse.Text;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

// Shapes: B texts, S tokens, P places of tokens that belong to a word, N words of all texts.

/// <summary>Texts as one network reads them, and which of its tokens make up each word; the tensors belong to the scope they were made in.</summary>
/// <param name="IdsBS">Token ids, 64-bit, padded on the right.</param>
/// <param name="MaskBS">True where a token is real.</param>
/// <param name="PlacesP">Places in the flattened B · S.</param>
/// <param name="WordsP">The word of each place, numbered through all texts.</param>
/// <param name="Words">N.</param>
internal sealed record WordBatch(Tensor IdsBS, Tensor MaskBS, Tensor PlacesP, Tensor WordsP, long Words)
{
    /// <summary>Real tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>Pads texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="words">Words of each text that count, its first ones.</param>
    /// <param name="tokenizer">Made the ids.</param>
    /// <param name="device">Where the tensors go.</param>
    public static WordBatch Of(IReadOnlyList<WordedText> texts, IReadOnlyList<int> words, Tokenizer tokenizer, Device device)
    {
        var padded = PaddedBatch.Of(WindowBatch.Of(texts.Select(text => text.Window(tokenizer)), tokenizer), device);
        long length = padded.IdsBS.shape[1];
        List<long> places = [], numbers = [];
        long first = 0;
        foreach ((int row, WordedText text) in texts.Index())
        {
            foreach ((int place, int word) in text.Words.Index().Where(cell => cell.Item >= 0 && cell.Item < words[row]))
            {
                places.Add((row * length) + place);
                numbers.Add(first + word);
            }

            first += words[row];
        }

        return new WordBatch(padded.IdsBS, padded.MaskBS, tensor(places.ToArray(), device: device), tensor(numbers.ToArray(), device: device), first)
        {
            Tokens = texts.Sum(text => (long)text.Ids.Length),
        };
    }
}
