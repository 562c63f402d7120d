using KoSparse.Modeling;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Encoding;
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
        PaddedBatch batch = PaddedBatch.Of(
            [.. Enumerable.Range(0, 5).Select(i => _tokenizer.Encode(TinyText.Sentence(i), 32))], _tokenizer, CPU);
        Tensor otherPadding = where(batch.MaskBS, batch.IdsBS, full_like(batch.IdsBS, 9));

        using IDisposable _ = no_grad();
        Tensor expected = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV;

        TorchAssert.Near(expected, _model.Forward(otherPadding, batch.MaskBS, batch.CountedBS).WeightsBV, Tolerance);
        Assert.False(batch.MaskBS.all().item<bool>());
    }

    [Fact]
    public void Forward_GateAndPrior_AreComposedAsWritten()
    {
        PaddedBatch batch = PaddedBatch.Of([_tokenizer.Encode(TinyText.Sentence(2), 32)], _tokenizer, CPU);
        using IDisposable _ = no_grad();

        SparseOutput output = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);

        Tensor lexicalBV = output.WeightsBV - output.LogitsBV!.relu().log1p();
        HashSet<int> own = [.. _tokenizer.Tokenize(TinyText.Sentence(2)).Select(t => t.Id).Where(id => !_tokenizer.Wordless.Contains(id))];
        IEnumerable<bool> inText = Enumerable.Range(0, TinyText.Vocabulary.Length).Select(own.Contains);
        Assert.Equal(inText, lexicalBV[0].data<float>().Select(w => w > 1e-4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(0)]
    public void Forward_ExpansionShare_ScalesTheHeadInEvaluationAlone(double share)
    {
        PaddedBatch batch = PaddedBatch.Of([_tokenizer.Encode(TinyText.Sentence(2), 32)], _tokenizer, CPU);
        SparseModelConfig config = TinyModel.Config();
        using SparseModel served = TinyModel.Trained(config with
        {
            Encoder = config.Encoder with { Dropout = 0 },
            ContextGate = config.ContextGate! with { Dropout = 0 },
            ExpansionShare = share,
        });
        served.load_state_dict(_model.state_dict());
        using IDisposable _ = no_grad();
        SparseOutput whole = _model.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS);
        Tensor headBV = whole.LogitsBV!.relu().log1p();

        Tensor evaluated = served.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV;
        served.train();
        Tensor trained = served.Forward(batch.IdsBS, batch.MaskBS, batch.CountedBS).WeightsBV;

        TorchAssert.Near(whole.WeightsBV - ((1 - share) * headBV), evaluated, Tolerance);
        TorchAssert.Near(whole.WeightsBV, trained, Tolerance);
        Assert.True(headBV.sum().item<float>() > 0.1);
    }

    [Theory]
    [InlineData(EncoderFamily.Bert)]
    [InlineData(EncoderFamily.ModernBert)]
    public void Forward_TrainingStep_LeavesTheReturnedTensorsAlone(EncoderFamily family)
    {
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family));
        PaddedBatch batch = PaddedBatch.Of([_tokenizer.Encode(TinyText.Sentence(2), 32)], _tokenizer, CPU);

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

    [Fact]
    public void FreezeEncoder_Backward_ReachesHeadAndGateAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using SparseModel model = TinyModel.Trained();
        model.FreezeEncoder();
        Tensor ids = tensor(new long[,] { { 2, 7, 8, 9, 3 } });

        model.Forward(ids, ones_like(ids, @bool), ones_like(ids, @bool)).WeightsBV.sum().backward();

        string[] reached = [.. model.named_parameters().Where(p => p.parameter.grad is not null).Select(p => p.name)];
        Assert.Contains("head.dense.weight", reached);
        Assert.Contains(reached, name => name.StartsWith("context_gate.", StringComparison.Ordinal));
        Assert.DoesNotContain(reached, name => name.StartsWith("bert.", StringComparison.Ordinal) || name.StartsWith("lexical_prior.", StringComparison.Ordinal));
    }

    [Fact]
    public void FreezeEncoder_WithoutExpansion_ReachesTheTermWeightsAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using SparseModel model = new(TinyModel.Config() with { Expansion = false, ContextGate = null }, seed: 3);
        model.FreezeEncoder();
        Tensor ids = tensor(new long[,] { { 2, 7, 8, 9, 3 } });

        model.Forward(ids, ones_like(ids, @bool), ones_like(ids, @bool)).WeightsBV.sum().backward();

        Assert.All(
            model.named_parameters().Where(p => p.parameter.grad is not null),
            p => Assert.StartsWith("lexical_prior.", p.name, StringComparison.Ordinal));
        Assert.NotNull(model.named_parameters().Single(p => p.name == "lexical_prior.importance.weight").parameter.grad);
    }

    [Fact]
    public void ShiftLogits_Twice_LowersTheBiasByBoth()
    {
        using SparseModel model = new(TinyModel.Config(), seed: 3);

        model.ShiftLogits(-2);
        model.ShiftLogits(0.5);

        Assert.All(model.named_parameters().Single(p => p.name == "head.bias").parameter.data<float>(), bias => Assert.Equal(-1.5f, bias));
    }

    private Tensor Weights(int[][] sequences)
    {
        using IDisposable _ = no_grad();
        PaddedBatch batch = PaddedBatch.Of(sequences, _tokenizer, CPU);
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
