using static TorchSharp.torch;

namespace KoSparse.Training.Pretraining;

// Shapes: B sequences, S tokens, N hidden tokens.

/// <summary>Sequences with hidden words; the tensors belong to the scope they were made in.</summary>
/// <param name="IdsBS">Token ids, 64-bit, words hidden.</param>
/// <param name="PlacesN">Where the hidden tokens stand in the flattened B · S.</param>
/// <param name="TargetsN">The ids that stood there.</param>
internal sealed record MaskedBatch(Tensor IdsBS, Tensor PlacesN, Tensor TargetsN)
{
    /// <summary>Hides words of sequences of one length.</summary>
    public static MaskedBatch Of(IReadOnlyList<int[]> sequences, WordMasking masking, Random random, Device device)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(masking);
        int length = sequences[0].Length;
        List<long> places = [], targets = [];
        for (int row = 0; row < sequences.Count; row++)
        {
            foreach ((int place, int id) in masking.Hide(sequences[row], random))
            {
                places.Add(((long)row * length) + place);
                targets.Add(id);
            }
        }

        Tensor idsBS = tensor([.. sequences.SelectMany(s => s.Select(id => (long)id))], device: device).view(sequences.Count, length);
        return new MaskedBatch(idsBS, tensor(places.ToArray(), device: device), tensor(targets.ToArray(), device: device));
    }
}
