using CsCheck;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Batches;

public sealed class LengthGroupsTests
{
    [Fact]
    public void Forward_TextsOfManyLengths_EqualsOnePassAndItsGradients_Issue24()
    {
        using DisposeScope scope = NewDisposeScope();
        using SparseModel model = TinyModel.Trained();
        int[][] texts = [.. Enumerable.Range(0, 30).Select(i => TinyText.Tokenizer().Encode(string.Join(' ', Enumerable.Range(i, 6).Select(TinyText.Sentence)), 4 + (i * 7 % 29)))];
        PaddedBatch batch = TinyModel.Batch(texts);
        Tensor weighting = randn(texts.Length, TinyText.Vocabulary.Length, generator: new Generator(3));

        (SparseOutput whole, Tensor[] expected) = Learned(() => model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS, batch.TitleBS));
        (SparseOutput grouped, Tensor[] gradients) = Learned(() => LengthGroups.Forward(model, batch));

        Assert.True(LengthGroups.Groups([.. texts.Select(ids => (long)ids.Length).OrderDescending()]).Count() > 1);
        TorchAssert.Near(whole.WeightsBV, grouped.WeightsBV, 1e-5);
        TorchAssert.Near(whole.LogitsBV!, grouped.LogitsBV!, 1e-5);
        Assert.All(expected.Zip(gradients), pair => TorchAssert.Near(pair.First, pair.Second, 1e-4));

        (SparseOutput, Tensor[]) Learned(Func<SparseOutput> forward)
        {
            model.zero_grad();
            SparseOutput output = forward();
            (output.WeightsBV * weighting).sum().backward();
            return (output, [.. model.parameters().Where(parameter => parameter.grad is not null).Select(parameter => parameter.grad!.clone())]);
        }
    }

    [Fact]
    public void Groups_AnyLengths_HoldEachTextOnceAndEnoughTexts_Issue24()
    {
        Gen.Long[1, 512].Array[1, 80].Sample(lengths =>
        {
            long[] descending = [.. lengths.OrderDescending()];

            Range[] groups = [.. LengthGroups.Groups(descending)];

            Assert.Equal(Enumerable.Range(0, lengths.Length), groups.SelectMany(group => Enumerable.Range(0, lengths.Length).ToArray()[group]));
            Assert.All(groups, group => Assert.True(groups.Length == 1 || descending[group].Length >= 6));
        });
    }

    /// <summary>By hand: 100 to 81 go together, as do 79 to 66; the six of 20 are enough for a group.</summary>
    [Fact]
    public void Groups_ThreeLengths_AreThree_Issue24() => Assert.Equal(
        [0..6, 6..12, 12..18],
        LengthGroups.Groups([100, 95, 90, 85, 82, 81, 79, 78, 77, 70, 67, 66, 20, 20, 20, 20, 20, 20]));
}
