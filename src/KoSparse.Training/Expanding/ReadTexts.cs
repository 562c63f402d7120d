using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Networks;
using KoSparse.Training.Checkpoints;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Expanding;

// Shapes: T texts, P of them read together, B windows, S tokens, D width.

/// <summary>Texts as an encoder that stays as it is has read them, once: the mean state of their first window, and their own terms.</summary>
internal sealed class ReadTexts : IDisposable
{
    /// <summary>Texts that are kept on disk together: some ten seconds of work, which is what an interruption loses.</summary>
    private const int TextsPerPart = 512;

    private readonly SparseVector[] _own;

    private ReadTexts(int count, int width)
    {
        MeansTD = empty(count, width).DetachFromDisposeScope();
        _own = new SparseVector[count];
    }

    /// <summary>Mean of each text's hidden states.</summary>
    public Tensor MeansTD { get; }

    /// <summary>Terms of the texts without a head, as they are served.</summary>
    public IReadOnlyList<SparseVector> Own => _own;

    /// <summary>Reads texts, or takes what an interrupted run has kept.</summary>
    /// <param name="model">In evaluation mode; has no head.</param>
    /// <param name="parts">Its tokenizer, and how it encodes.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="folder">Where parts are kept.</param>
    /// <param name="progress">Told how many texts are done; throws to stop.</param>
    public static ReadTexts Of(SparseModel model, ModelParts parts, IReadOnlyList<Document> texts, string folder, IProgress<int> progress)
    {
        KeptTensors kept = new(folder, OriginOf(model, parts, texts));
        ReadTexts read = new(texts.Count, model.Config.Encoder.HiddenSize);
        int done = 0;
        foreach ((int number, Document[] part) in texts.Chunk(TextsPerPart).Index())
        {
            using DisposeScope scope = NewDisposeScope();
            read.Take(done, kept.GetOrAdd($"part-{number:D4}", () => Read(model, parts, part)));
            progress.Report(done += part.Length);
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => MeansTD.Dispose();

    private static IReadOnlyList<(string Name, Tensor Tensor)> Read(SparseModel model, ModelParts parts, Document[] texts)
    {
        Tensor meansPD = zeros(texts.Length, model.Config.Encoder.HiddenSize);
        using IEnumerator<int[]> batches = new DocumentBatches(texts, parts.Tokenizer, parts.Encode.MaxLength, parts.Encode.MaxWindows).Batches().GetEnumerator();
        using var network = new TorchNetwork(model)
        {
            Seen = (rows, hiddenBSD) =>
            {
                batches.MoveNext(); // the encoder makes the same batches of the same texts
                Tensor places = tensor(batches.Current.Select(place => (long)place).ToArray());
                meansPD.index_copy_(0, places, Means.OverTokens(hiddenBSD, rows.MaskBS).index_select(0, FirstWindows(rows)));
            },
        };
        IReadOnlyList<SparseVector> own = new SparseEncoder(parts, new(() => network)).EncodeDocuments(texts);
        return
        [
            ("means", meansPD), ("counts", tensor(own.Select(vector => vector.Count).ToArray())),
            ("tokens", tensor(own.SelectMany(vector => vector.TokenIds.ToArray()).ToArray())),
            ("weights", tensor(own.SelectMany(vector => vector.Weights.ToArray()).ToArray())),
        ];
    }

    private static Tensor FirstWindows(PaddedBatch rows)
    {
        long row = 0;
        return tensor(rows.Windows.Select(count => (row += count) - count).ToArray());
    }

    private void Take(int first, IReadOnlyDictionary<string, Tensor> part)
    {
        int[] counts = part["counts"].data<int>().ToArray();
        int[] tokens = part["tokens"].data<int>().ToArray();
        float[] weights = part["weights"].data<float>().ToArray();
        MeansTD.narrow(0, first, counts.Length).copy_(part["means"]);
        int term = 0;
        foreach ((int text, int count) in counts.Index())
        {
            _own[first + text] = SparseVector.FromSorted(tokens.AsSpan(term, count), weights.AsSpan(term, count));
            term += count;
        }
    }

    private static string OriginOf(SparseModel model, ModelParts parts, IReadOnlyList<Document> texts)
    {
        using OriginDigest digest = new();
        digest.Add(model);
        digest.Add($"{parts.Encode}");
        foreach (Document text in texts)
        {
            digest.Add($"{text}");
        }

        return digest.Take();
    }
}
