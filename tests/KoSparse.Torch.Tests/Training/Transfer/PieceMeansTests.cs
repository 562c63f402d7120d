using KoSparse.Tests;
using KoSparse.Text;
using KoSparse.Training.Transfer;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Transfer;

public sealed class PieceMeansTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-pieces-");
    private readonly Tokenizer _ours = TinyText.Tokenizer();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Here 등대 is spelt 등 ##대: its row is the mean of theirs; what is in both vocabularies, roles included, keeps its row; what cannot be spelt gets that of [UNK].</summary>
    [Fact]
    public void Of_OtherVocabulary_IsTheMeanOfThePieces()
    {
        Tokenizer others = TinyText.WriteTokenizer(Path.Combine(_folder.FullName, "others"), ["[CLS]", "[PAD]", "[SEP]", "[UNK]", "[MASK]", "등", "##대", "##는", "봄", "^"]);
        Tensor theirs = arange(10, float32).unsqueeze(1) * ones(1, 3);

        Tensor means = PieceMeans.Of(_ours, others, theirs);

        Assert.Equal([TinyText.Vocabulary.Length, 3], means.shape);
        Assert.Equal(5.5f, Row("등대")); // (5 + 6) / 2
        Assert.Equal(7, Row("##는"));
        Assert.Equal(8, Row("봄"));
        Assert.Equal((0, 1, 2, 3, 4), (Row("[CLS]"), Row("[PAD]"), Row("[SEP]"), Row("[UNK]"), Row("[MASK]")));
        Assert.Equal(3, Row("할머니"));

        float Row(string token) => means[Array.IndexOf(TinyText.Vocabulary, token), 2].item<float>();
    }

    /// <summary>A piece that goes on with a word has no word mark in SentencePiece; with one it would be another piece.</summary>
    [SharedTheory("data/tokenizers/xlm-roberta-base")]
    [InlineData("학교", "▁학교")]
    [InlineData("##는", "는")]
    [InlineData("##을", "을")]
    [InlineData("[CLS]", "<s>")]
    public void PiecesOf_SentencePiece_MarksTheBeginningsOfWordsAlone(string token, string piece)
    {
        Tokenizer others = TokenizerFolder.Open(SharedData.Get("data/tokenizers/xlm-roberta-base"));

        Assert.Equal([piece], PieceMeans.PiecesOf(_ours, Array.IndexOf(TinyText.Vocabulary, token), others).Select(id => others.Vocabulary[id]));
    }
}
