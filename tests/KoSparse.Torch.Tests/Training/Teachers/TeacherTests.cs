using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Weights;
using KoSparse.Tests;
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

    /// <summary>By hand: the prefix before the text, the mean of the hidden states over all tokens, its direction.</summary>
    [Fact]
    public void Open_FolderThatAsksForMeanAndPrefix_IsReadThatWay_Issue23()
    {
        string folder = Save(EncoderFamily.XlmRoberta, bare: true);
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), """{"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}""");
        File.WriteAllText(Path.Combine(folder, "config_sentence_transformers.json"), """{"prompts": {"query": "누가 ", "document": "오늘 "}}""");
        using ITeacher teacher = Teacher.Open(folder, 24);

        Tensor documents = teacher.EncodeDocuments(_texts), queries = teacher.EncodeQueries([TinyText.Question(3)]);

        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        using SparseModel model = ModelWeights.OpenEncoder(folder);
        model.eval();
        using IDisposable _ = no_grad();
        for (int i = 0; i < _texts.Length; i++)
        {
            TorchAssert.Near(Mean($"오늘 {_texts[i].Text}"), documents[i], Tolerance);
        }

        TorchAssert.Near(Mean($"누가 {TinyText.Question(3)}"), queries[0], Tolerance);

        Tensor Mean(string text)
        {
            using PaddedBatch alone = TinyModel.Batch([tokenizer.Encode(text, 24)]);
            Tensor mean = model.HiddenStates(alone.IdsBS, alone.MaskBS)[0].mean([0]);
            return mean / mean.square().sum().sqrt();
        }
    }

    [Theory]
    [InlineData("""{"pooling_mode_max_tokens": true}""", "pools by pooling_mode_max_tokens")]
    [InlineData("""{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}""", "pooling_mode_cls_token and pooling_mode_mean_tokens")]
    [InlineData("{", "config.json: no JSON")]
    public void Open_PoolingThatIsNotRead_SaysSo_Issue23(string pooling, string message)
    {
        string folder = Save(EncoderFamily.XlmRoberta, bare: true);
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), pooling);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Teacher.Open(folder, 24));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Against vectors by torch 2.15 and the SentencePiece C++ library.</summary>
    [SharedTheory("models/multilingual-e5-small-ko")]
    [InlineData("query: ")]
    [InlineData("passage: ")]
    public void Open_E5_GivesTheVectorsOfOtherPrograms_Issue23(string prefix)
    {
        string script = Path.Combine(Repository.Root, "scripts", "teacher.sh");
        string folder = _folder.CreateSubdirectory("e5").FullName;
        using (var unpacked = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(script, [folder]) { RedirectStandardOutput = true })!)
        {
            unpacked.WaitForExit();
            Assert.Equal(0, unpacked.ExitCode);
        }

        using ITeacher teacher = Teacher.Open(folder, 512);
        (string Text, float[] Vector)[] golden = [.. Golden().Where(pair => pair.Text.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.NotEmpty(golden);
        string[] texts = [.. golden.Select(pair => pair.Text[prefix.Length..])];

        using Tensor vectors = prefix == "query: " ? teacher.EncodeQueries(texts) : teacher.EncodeDocuments([.. texts.Select(text => new Document("", "", text))]);

        float[] flat = vectors.contiguous().data<float>().ToArray();
        foreach ((float[] vector, float[] expected) in flat.Chunk(flat.Length / texts.Length).Zip(golden.Select(pair => pair.Vector)))
        {
            Assert.Equal(expected, vector, (one, other) => Math.Abs(one - other) < 1e-3);
        }

        static IEnumerable<(string Text, float[] Vector)> Golden()
        {
            using var packed = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(SharedData.Get("models/multilingual-e5-small-ko"), "expected.jsonl.gz")), System.IO.Compression.CompressionMode.Decompress);
            using var lines = new StreamReader(packed);
            while (lines.ReadLine() is { } line)
            {
                JsonNode row = JsonNode.Parse(line)!;
                yield return ($"{row["text"]}", row["embedding"]!.AsArray().Select(number => number!.GetValue<float>()).ToArray());
            }
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
