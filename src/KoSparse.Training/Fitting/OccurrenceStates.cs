using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

// Shapes: B windows, S tokens, D width, R rows (occurrences).

/// <summary>What the encoder sees at chosen occurrences: the texts where these stand are encoded, and no others.</summary>
internal sealed class OccurrenceStates
{
    /// <summary>Batches that are kept on disk together: some twenty seconds of work, which is what an interruption loses.</summary>
    private const int BatchesPerPart = 64;

    private readonly SparseModel _model;
    private readonly EncodeOptions _encode;
    private readonly DocumentBatches _batches;
    private readonly int[] _texts;
    private readonly ILookup<int, (long Row, int Place)> _rowsOf;
    private readonly int _count;

    /// <summary>Sees which texts have to be encoded.</summary>
    /// <param name="model">Its encoder sees the texts.</param>
    /// <param name="parts">Its tokenizer, and how long its windows are.</param>
    /// <param name="texts">All texts.</param>
    /// <param name="table">All occurrences.</param>
    /// <param name="rows">The chosen ones.</param>
    public OccurrenceStates(SparseModel model, ModelParts parts, IReadOnlyList<Document> texts, TermTable table, long[] rows)
    {
        (_model, _encode, _count) = (model, parts.Encode, rows.Length);
        _rowsOf = rows.Index().ToLookup(row => table.Texts[row.Item], row => ((long)row.Index, table.Places[row.Item]));
        _texts = [.. _rowsOf.Select(text => text.Key).Order()];
        _batches = new DocumentBatches([.. _texts.Select(text => texts[text])], parts.Tokenizer, parts.Encode.MaxLength, parts.Encode.MaxWindows);
        Origin = OriginOf(texts);
    }

    /// <summary>Number of texts to encode.</summary>
    public int TextCount => _texts.Length;

    /// <summary>A digest of all that the states depend on: encoder, texts, places.</summary>
    public string Origin { get; }

    /// <summary>Encodes the texts, or takes what an interrupted run has kept; R × D, in 16 bits, in the order of the rows; the caller owns them.</summary>
    /// <param name="kept">Where parts are kept.</param>
    /// <param name="progress">Told how many texts are done; throws to stop.</param>
    public Tensor Read(KeptTensors kept, IProgress<int> progress)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _model.eval();
        Tensor statesRD = empty(_count, _model.Config.Encoder.HiddenSize, float16);
        int done = 0;
        foreach ((int number, int[][] part) in _batches.Batches().Chunk(BatchesPerPart).Index())
        {
            using DisposeScope step = NewDisposeScope();
            int before = done;
            int[] encoded = [.. part.SelectMany(batch => batch)];
            Tensor partRD = kept.GetOrAdd($"part-{number:D4}", () => cat([.. part.Select(batch =>
            {
                Tensor states = Encode(batch);
                progress.Report(before += batch.Length);
                return states;
            })]));
            statesRD.index_copy_(0, tensor(encoded.SelectMany(text => _rowsOf[_texts[text]]).Select(row => row.Row).ToArray()), partRD);
            progress.Report(done += encoded.Length);
        }

        return statesRD.MoveToOuterDisposeScope();
    }

    private Tensor Encode(int[] batch)
    {
        using DisposeScope scope = NewDisposeScope();
        PaddedBatch rows = PaddedBatch.Of(_batches.Pad(batch), CPU);
        Tensor hiddenBSD = _model.HiddenStates(rows.IdsBS, rows.MaskBS);
        (int length, int longest) = ((int)rows.IdsBS.shape[1], _encode.MaxLength);
        List<long> cells = [];
        long first = 0;
        foreach ((int text, long count) in batch.Zip(rows.Windows))
        {
            cells.AddRange(_rowsOf[_texts[text]].Select(row => ((first + (row.Place / longest)) * length) + (row.Place % longest)));
            first += count;
        }

        return hiddenBSD.flatten(0, 1)[tensor(cells.ToArray())].half().MoveToOuterDisposeScope();
    }

    private string OriginOf(IReadOnlyList<Document> texts)
    {
        using OriginDigest digest = new();
        digest.Add(_model);
        digest.Add($"{_encode}");
        foreach (int text in _texts)
        {
            digest.Add($"{texts[text]}");
            digest.Add(MemoryMarshal.AsBytes<int>(_rowsOf[text].Select(row => row.Place).ToArray()));
        }

        return digest.Take();
    }
}
