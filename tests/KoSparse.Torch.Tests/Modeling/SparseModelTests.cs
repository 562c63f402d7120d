using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Modeling;

public sealed class SparseModelTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SparseModel _model = TinyModel.Trained();
    private readonly Tokenizer _tokenizer = TinyText.Tokenizer();

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Forward_Batch_EqualsSingles()
    {
        int[][] sequences = [.. Enumerable.Range(0, 6).Select(i => _tokenizer.Encode(TinyText.Sentence(i), 32))];

        Tensor together = Weights(sequences);

        for (int i = 0; i < sequences.Length; i++)
        {
            TorchAssert.Near(Weights([sequences[i]]), together.narrow(0, i, 1), Tolerance);
        }
    }

    [Fact]
    public void Forward_WhateverStandsInPadding_ChangesNothing()
    {
        PaddedBatch batch = TinyModel.Batch(Enumerable.Range(0, 5).Select(i => _tokenizer.Encode(TinyText.Sentence(i), 32)));
        Tensor otherPadding = where(batch.MaskBS, batch.IdsBS, full_like(batch.IdsBS, 9));

        using IDisposable _ = no_grad();
        Tensor expected = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV;

        TorchAssert.Near(expected, _model.Forward(otherPadding, batch.MaskBS, batch.CountedBS).WeightsBV, Tolerance);
        Assert.False(batch.MaskBS.all().item<bool>());
    }

    [Fact]
    public void Forward_GateAndPrior_AreComposedAsWritten()
    {
        PaddedBatch batch = TinyModel.Batch(_tokenizer.Encode(TinyText.Sentence(2), 32));
        using IDisposable _ = no_grad();

        SparseOutput output = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);

        Tensor lexicalBV = output.WeightsBV - output.LogitsBV!.relu().log1p();
        HashSet<int> own = [.. _tokenizer.Tokenize(TinyText.Sentence(2)).Select(t => t.Id).Where(id => !_tokenizer.Wordless.Contains(id))];
        IEnumerable<bool> inText = Enumerable.Range(0, TinyText.Vocabulary.Length).Select(own.Contains);
        Assert.Equal(inText, lexicalBV[0].data<float>().Select(w => w > 1e-4));
    }

    /// <summary>The logarithm of one more than what one logarithm gives; its slope is <c>1 / ((1 + x)(1 + log(1 + x)))</c>.</summary>
    [Fact]
    public void Expansion_SecondLogarithm_IsTheFormulaAndItsSlope()
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config() with { Activation = Activation.Log1pRelu });
        Tensor logitsBV = tensor(new[,] { { -3f, 0.5f, (float)Math.E - 1, 7 } }, requires_grad: true);

        Tensor weightsBV = model.Expansion(logitsBV);
        weightsBV.sum().backward();

        TorchAssert.Near(tensor(new[,] { { 0f, 0.3403683f, 0.6931472f, 1.1247483f } }), weightsBV, Tolerance);
        TorchAssert.Near(tensor(new[,] { { 0f, 0.4743388f, 0.1839397f, 0.0405918f } }), logitsBV.grad!, Tolerance);
    }

    /// <summary>In training, too.</summary>
    [Fact]
    public void Forward_SecondLogarithm_IsThatOfTheExpansionAlone()
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config() with { Activation = Activation.Log1pRelu });
        PaddedBatch batch = TinyModel.Batch(_tokenizer.Encode(TinyText.Sentence(2), 32));
        using IDisposable _ = no_grad();

        SparseOutput once = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);
        SparseOutput twice = model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);

        Tensor expansionBV = once.LogitsBV!.relu().log1p();
        TorchAssert.Near(once.WeightsBV - expansionBV + expansionBV.log1p(), twice.WeightsBV, Tolerance);
        Assert.True(expansionBV.max().item<float>() > 0.1);
    }

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Forward_TrainingStep_LeavesTheReturnedTensorsAlone(EncoderFamily family)
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family));
        PaddedBatch batch = TinyModel.Batch(_tokenizer.Encode(TinyText.Sentence(2), 32));

        long growth = TorchAssert.Growth(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV.sum().backward();
            return null;
        });
        long forward = TorchAssert.Growth(() =>
        {
            using IDisposable _ = no_grad();
            SparseOutput output = model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);
            return new Pair(output.WeightsBV, output.LogitsBV!);
        });

        Assert.Equal(0, growth);
        Assert.Equal(2, forward);
    }

    [Fact]
    public void SparseModel_SameSeed_IsTheSameModel()
    {
        using SparseModel one = new(TinyModel.Config(), seed: 3);
        using SparseModel same = new(TinyModel.Config(), seed: 3);
        using SparseModel other = new(TinyModel.Config(), seed: 4);

        Assert.Equal(Flat(one), Flat(same));
        Assert.NotEqual(Flat(one), Flat(other));
    }

    /// <summary>Whatever happens while it is judged, training goes on with dropout.</summary>
    [Fact]
    public void Evaluating_WorkThatThrows_LeavesTrainingMode_Issue18()
    {
        _model.train();

        Action judge = () =>
        {
            using IDisposable evaluating = _model.Evaluating();
            Assert.False(_model.training);
            throw new InvalidOperationException();
        };
        Assert.Throws<InvalidOperationException>(judge);

        Assert.True(_model.training);
    }

    private Tensor Weights(int[][] sequences)
    {
        using IDisposable _ = no_grad();
        PaddedBatch batch = TinyModel.Batch(sequences);
        return _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV;
    }

    private static float[] Flat(SparseModel model) => [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];

    private sealed record Pair(Tensor First, Tensor Second) : IDisposable
    {
        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
