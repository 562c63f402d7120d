using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Modeling;
using KoSparse.Text;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>A run's folder with a tiny model whose questions are weighted by IDF, and a benchmark of its sentences.</summary>
internal sealed class TinyModelFolder : IDisposable
{
    private const int Documents = 48;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-cli-");

    public TinyModelFolder()
    {
        Tokenizer tokenizer = TinyText.WriteTokenizer(File("tokenizer"));
        InverseDocumentFrequency idf = IdfCounter.Count(Enumerable.Range(0, Documents).Select(TinyText.Sentence), tokenizer, IdfSmoothing.Bm25);
        using (SparseModel model = new(TinyModel.Config(), seed: 5))
        {
            EncodeOptions encode = TinyModel.Encode with { QueryEncoder = QueryEncoding.Idf };
            TinyModel.Save(File("run/best_model"), model, File("tokenizer"), encode, idf, TinyText.Families());
        }

        BeirFolderWriter.Write(
            Benchmark,
            Enumerable.Range(0, Documents).Select(i => new Document($"d{i}", $"제목 {i}", TinyText.Sentence(i))),
            Enumerable.Range(0, 12).Select(i => new Query($"q{i}", TinyText.Question(i))),
            Enumerable.Range(0, 12).Select(i => new Judgement($"q{i}", $"d{i}", 1)),
            "dev");
    }

    /// <summary>The run: what users give as --model.</summary>
    public string Run => File("run");

    public string Benchmark => File("benchmark");

    public string Corpus => File("benchmark/corpus.jsonl");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
