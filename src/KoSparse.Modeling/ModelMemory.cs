using System.Globalization;
using KoSparse.Encoding.Configuration;
using KoSparse.Weights;

namespace KoSparse.Modeling;

/// <summary>Refuses a model that no memory holds, or whose weights are not there, before any memory is taken: a <c>config.json</c> may ask for terabytes.</summary>
internal static class ModelMemory
{
    /// <summary>Families differ: in some an embedding is narrower than the hidden states, or shared.</summary>
    private const int Tolerance = 2;

    /// <summary>Weights that an encoder has at least: embeddings, and of each layer attention's four products and the two of the feed-forward part.</summary>
    public static long LeastWeights(EncoderConfig encoder)
    {
        (long width, long inner) = (encoder.HiddenSize, encoder.IntermediateSize);
        return (encoder.VocabularySize * width) + (encoder.Layers * ((4 * width * width) + (2 * width * inner)));
    }

    /// <summary>Compares what a config describes with what is there.</summary>
    /// <exception cref="CheckpointException">The weights are those of a much smaller model.</exception>
    public static void ThrowIfNotThere(EncoderConfig encoder, string folder)
    {
        using TensorFolder files = TensorFolder.Open(folder);
        (long described, long there) = (LeastWeights(encoder), files.Tensors.Sum(tensor => tensor.Count));
        if (described / Tolerance > there)
        {
            throw new CheckpointException(string.Create(
                CultureInfo.InvariantCulture,
                $"{folder}: config.json describes an encoder of at least {described:N0} weights, but its files hold {there:N0}. Get config.json and weights of the same model."));
        }
    }

    /// <summary>Compares what a model takes with what the machine has.</summary>
    /// <exception cref="CheckpointException">It takes more.</exception>
    public static void ThrowIfTooLarge(EncoderConfig encoder)
    {
        long bytes = LeastWeights(encoder) * sizeof(float);
        long machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > machine)
        {
            throw new CheckpointException(string.Create(
                CultureInfo.InvariantCulture,
                $"The encoder takes at least {bytes / (double)(1 << 30):N0} GiB: {encoder.Layers} layers × {encoder.HiddenSize}, vocabulary {encoder.VocabularySize:N0}; this machine has {machine / (double)(1 << 30):N0} GiB. Lower its sizes."));
        }
    }
}
