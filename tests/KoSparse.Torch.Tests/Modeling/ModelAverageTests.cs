using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;

namespace KoSparse.Torch.Tests.Modeling;

public sealed class ModelAverageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-average-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_SharesByHand_WeighsEveryParameter()
    {
        string[] models = [Save("a", TinyModel.Config(), seed: 1), Save("b", TinyModel.Config(), seed: 2), Save("c", TinyModel.Config(), seed: 3)];

        ModelAverage.Write(models, [1, 2, 1], File("mean"));

        float[][] values = [.. models.Append(File("mean")).Select(Values)];
        Assert.All(
            Enumerable.Range(0, values[0].Length),
            i => Assert.Equal((0.25f * values[0][i]) + (0.5f * values[1][i]) + (0.25f * values[2][i]), values[3][i], 1e-5f));
    }

    [Fact]
    public void Write_FirstCountsNothing_IsTheSecond()
    {
        string[] models = [Save("a", TinyModel.Config(), seed: 1), Save("b", TinyModel.Config(), seed: 2)];

        ModelAverage.Write(models, [0, 5], File("mean"));

        Assert.Equal(Values(models[1]), Values(File("mean")));
    }

    [Fact]
    public void Write_OtherShape_SaysWhich()
    {
        SparseModelConfig wide = TinyModel.Config();
        wide = wide with { Encoder = wide.Encoder with { IntermediateSize = 2 * wide.Encoder.IntermediateSize } };
        string[] models = [Save("a", TinyModel.Config(), seed: 1), Save("b", wide, seed: 2)];

        string message = Assert.Throws<CheckpointException>(() => ModelAverage.Write(models, [1, 1], File("mean"))).Message;

        Assert.Contains("another shape", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(File("mean")));
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private string Save(string name, SparseModelConfig config, int seed)
    {
        _ = TinyText.WriteTokenizer(File("tokenizer"));
        using SparseModel model = new(config, seed);
        TinyModel.Save(File(name), model, File("tokenizer"));
        return File(name);
    }

    private static float[] Values(string folder)
    {
        using SparseModel opened = TinyModel.Network(folder);
        return [.. opened.named_parameters().SelectMany(p => p.parameter.data<float>().ToArray())];
    }
}
