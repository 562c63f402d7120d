using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training.Teachers;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Teachers;

public sealed class TeacherTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-teacher-");
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Document[] _texts = [.. Enumerable.Range(0, 40).Select(i => Document.Of(TinyText.Sentence(i)))]; // more than a batch, of three lengths

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Open_PlainXlmRoberta_IsTheFirstTokensDirection()
    {
        string folder = Save(EncoderFamily.XlmRoberta, bare: true);
        using ITeacher teacher = Teacher.Open(folder, 24);

        Tensor vectors = teacher.EncodeDocuments(_texts);

        Assert.IsType<DenseTeacher>(teacher);
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        using SparseModel model = ModelWeights.OpenEncoder(folder);
        model.eval();
        using IDisposable _ = no_grad();
        for (int i = 0; i < _texts.Length; i++) // each alone, without padding
        {
            using PaddedBatch alone = TinyModel.Batch([tokenizer.Encode(_texts[i].Text, 24)]);
            Tensor first = model.HiddenStates(alone.IdsBS, alone.MaskBS)[0, 0];
            TorchAssert.Near(first / first.square().sum().sqrt(), vectors[i], Tolerance);
        }
    }

    [Fact]
    public void Open_SparseModel_ScoresAsItsSearchWould()
    {
        string folder = Save(EncoderFamily.Bert, bare: false);
        using ITeacher teacher = Teacher.Open(folder, 24);
        using OpenModel model = TinyModel.Open(folder, maxLength: 24);

        Tensor scores = teacher.EncodeQueries([TinyText.Question(3)]).mm(teacher.EncodeDocuments(_texts).t())[0];

        Assert.IsType<SparseTeacher>(teacher);
        SparseVector query = model.Encoder.EncodeQueries([TinyText.Question(3)])[0];
        Assert.Equal(
            model.Encoder.EncodeDocuments(_texts).Select(query.Dot), scores.data<float>().ToArray(), (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Fact]
    public void Open_MaxLength_CutsTexts()
    {
        string folder = Save(EncoderFamily.Bert, bare: false);
        using ITeacher whole = Teacher.Open(folder, 24);
        using ITeacher cut = Teacher.Open(folder, 4);

        Tensor beginning = cut.EncodeDocuments([_texts[2]]);

        TorchAssert.Near(cut.EncodeDocuments([Document.Of(_texts[2].Text[..3])]), beginning, Tolerance); // '여름에': two tokens between the special ones
        Assert.True((whole.EncodeDocuments([_texts[2]]) - beginning).abs().max().item<float>() > 0.1);
    }

    private string Save(EncoderFamily family, bool bare)
    {
        string folder = Path.Combine(_folder.FullName, family.ToString());
        _ = TinyText.WriteTokenizer(Path.Combine(_folder.FullName, "tokenizer"));
        using SparseModel model = TinyModel.Trained(TinyModel.Config(family));
        TinyModel.Save(folder, model, Path.Combine(_folder.FullName, "tokenizer"));
        if (bare)
        {
            string path = Path.Combine(folder, "config.json");
            JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            config.Remove("kosparse");
            File.WriteAllText(path, config.ToJsonString());
        }

        return folder;
    }
}
