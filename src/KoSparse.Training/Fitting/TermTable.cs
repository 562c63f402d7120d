using KoSparse.Data;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Lexical;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

// Shapes: T texts, B windows, S tokens, R rows (occurrences), F features, V vocabulary.

/// <summary>Every occurrence of some tokens in the texts, and what is known of it without an encoder.</summary>
internal sealed class TermTable : IDisposable
{
    private TermTable(int[] texts, int[] tokens, int[] places, float[] shares, Tensor occurrencesRF, Tensor textsTF) =>
        (Texts, Tokens, Places, Shares, OccurrencesRF, TextsTF) = (texts, tokens, places, shares, occurrencesRF, textsTF);

    /// <summary>Text of each row.</summary>
    public int[] Texts { get; }

    /// <summary>Token of each row.</summary>
    public int[] Tokens { get; }

    /// <summary>Where each row stands in its text: windows before its own times their longest length, plus tokens before it there.</summary>
    public int[] Places { get; }

    /// <summary>Part of BM25's weight that each row carries.</summary>
    public float[] Shares { get; }

    /// <summary>Features of the occurrences.</summary>
    public Tensor OccurrencesRF { get; }

    /// <summary>Features of the texts.</summary>
    public Tensor TextsTF { get; }

    /// <summary>Reads all texts once.</summary>
    /// <param name="model">Has a lexical prior.</param>
    /// <param name="parts">Its tokenizer, and how long its windows are.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="progress">Told how many texts are done; throws to stop.</param>
    public static TermTable Read(SparseModel model, ModelParts parts, IReadOnlyList<Document> texts, IEnumerable<int> tokens, IProgress<int> progress)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor wantedV = zeros(model.Config.Encoder.VocabularySize, @bool).index_fill_(0, tensor(tokens.Select(id => (long)id).ToArray()), true);
        var batches = new DocumentBatches(texts, parts.Tokenizer, parts.Encode.MaxLength, parts.Encode.MaxWindows);
        List<int> read = [], textOfRow = [], tokenOfRow = [], placeOfRow = [];
        List<float> shares = [];
        List<Tensor> occurrences = [], features = [];
        foreach (int[] batch in batches.Batches())
        {
            using DisposeScope step = NewDisposeScope();
            PaddedBatch rows = PaddedBatch.Of(batches.Pad(batch), CPU);
            LexicalView view = model.Lexical!.View(rows);
            Tensor chosenR = (wantedV[rows.IdsBS] & rows.CountedBS).flatten().nonzero().squeeze(-1);
            (int Text, int Number)[] window = [.. batch.Zip(rows.Windows).SelectMany(text => Enumerable.Range(0, (int)text.Second).Select(number => (text.First, number)))];
            int length = (int)rows.IdsBS.shape[1];
            int[] cells = [.. chosenR.data<long>().Select(cell => (int)cell)];
            textOfRow.AddRange(cells.Select(cell => window[cell / length].Text));
            placeOfRow.AddRange(cells.Select(cell => (window[cell / length].Number * parts.Encode.MaxLength) + (cell % length)));
            tokenOfRow.AddRange(rows.IdsBS.flatten()[chosenR].data<long>().Select(id => (int)id));
            shares.AddRange(view.SharesBS.flatten()[chosenR].data<float>());
            occurrences.Add(view.OccurrencesBSF.flatten(0, 1)[chosenR].MoveToOuterDisposeScope());
            features.Add(view.TextsTF.MoveToOuterDisposeScope());
            read.AddRange(batch);
            progress.Report(read.Count);
        }

        Tensor orderT = tensor(read.Select(text => (long)text).ToArray()).argsort();
        return new TermTable(
            [.. textOfRow],
            [.. tokenOfRow],
            [.. placeOfRow],
            [.. shares],
            cat(occurrences).DetachFromDisposeScope(),
            cat(features)[orderT].DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        OccurrencesRF.Dispose();
        TextsTF.Dispose();
    }
}
