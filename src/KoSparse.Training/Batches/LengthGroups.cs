using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Batches;

// Shapes: B texts, S tokens, G texts of a group, V vocabulary.

/// <summary>Encodes a batch in groups of similar length: what is padded is multiplied as well, and would be a third of a batch of passages.</summary>
internal static class LengthGroups
{
    /// <summary>Fewer texts do not fill a matrix product.</summary>
    private const int FewestTexts = 6;

    /// <summary>A text this much shorter than the longest of its group begins the next one.</summary>
    private const double Shorter = 0.8;

    /// <summary>The output of the model for all texts, in their order; but for rounding that of one forward pass. The caller owns it.</summary>
    /// <param name="model">Encodes the groups.</param>
    /// <param name="texts">The batch, padded to its longest text.</param>
    public static SparseOutput Forward(SparseModel model, PaddedBatch texts)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] lengths = texts.MaskBS.sum(1).data<long>().ToArray();
        int[] byLength = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(text => lengths[text]).ThenBy(text => text)];
        List<SparseOutput> outputs = [];
        foreach (Range group in Groups([.. byLength.Select(text => lengths[text])]))
        {
            int[] members = byLength[group];
            Tensor rowsG = tensor(members, int64, texts.MaskBS.device);
            Tensor Rows(Tensor ofBS) => ofBS.narrow(1, 0, lengths[members[0]]).index_select(0, rowsG);
            outputs.Add(model.Forward(Rows(texts.IdsBS), Rows(texts.MaskBS), Rows(texts.CountedBS), Rows(texts.TitleBS)));
        }

        Tensor placesB = tensor(byLength, int64, texts.MaskBS.device).argsort();
        Tensor InOrder(IEnumerable<Tensor> ofGV) => cat([.. ofGV]).index_select(0, placesB).MoveToOuterDisposeScope();
        return new SparseOutput(
            InOrder(outputs.Select(output => output.WeightsBV)),
            outputs[0].LogitsBV is null ? null : InOrder(outputs.Select(output => output.LogitsBV!)));
    }

    /// <summary>Where groups begin and end among descending lengths.</summary>
    internal static IEnumerable<Range> Groups(IReadOnlyList<long> descending)
    {
        int first = 0;
        for (int text = 1; text < descending.Count; text++)
        {
            if (descending[text] < Shorter * descending[first] && text - first >= FewestTexts && descending.Count - text >= FewestTexts)
            {
                yield return first..text;
                first = text;
            }
        }

        yield return first..descending.Count;
    }
}
