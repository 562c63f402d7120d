using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Modeling.Lexical;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Fitting;

// Shapes: T texts, B windows, S tokens, R rows (occurrences), D width, F features, V vocabulary.

/// <summary>Every occurrence of some tokens in the texts: where it is, and what the model sees there.</summary>
internal sealed class TermTable : IDisposable
{
    private TermTable(int[] texts, int[] tokens, float[] shares, Tensor hiddenRD, Tensor occurrencesRF, Tensor textsTF) =>
        (Texts, Tokens, Shares, HiddenRD, OccurrencesRF, TextsTF) = (texts, tokens, shares, hiddenRD, occurrencesRF, textsTF);

    /// <summary>Text of each row.</summary>
    public int[] Texts { get; }

    /// <summary>Token of each row.</summary>
    public int[] Tokens { get; }

    /// <summary>Part of BM25's weight that each row carries.</summary>
    public float[] Shares { get; }

    /// <summary>Hidden states, in 16 bits.</summary>
    public Tensor HiddenRD { get; }

    /// <summary>Features of the occurrences.</summary>
    public Tensor OccurrencesRF { get; }

    /// <summary>Features of the texts.</summary>
    public Tensor TextsTF { get; }

    /// <summary>Reads all texts once.</summary>
    /// <param name="model">Has a lexical prior.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="progress">Told how many texts are done; throws to stop.</param>
    public static TermTable Read(SparseModel model, Tokenizer tokenizer, IReadOnlyList<string> texts, IEnumerable<int> tokens, IProgress<int> progress)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        model.eval();
        Tensor wantedV = zeros(model.Config.Encoder.VocabularySize, @bool).index_fill_(0, tensor(tokens.Select(id => (long)id).ToArray()), true);
        var batches = new DocumentBatches([.. texts.Select(Document.Of)], tokenizer, model.Config.MaxLength, model.Config.MaxWindows);
        List<int> places = [], textOfRow = [], tokenOfRow = [];
        List<float> shares = [];
        List<Tensor> hidden = [], occurrences = [], features = [];
        foreach (int[] batch in batches.Batches())
        {
            using DisposeScope step = NewDisposeScope();
            (PaddedBatch rows, long[] windows) = batches.Pad(batch, CPU);
            (Tensor hiddenBSD, LexicalView view) = model.ViewLexical(rows, windows);
            Tensor chosenR = (wantedV[rows.IdsBS] & rows.CountedBS).flatten().nonzero().squeeze(-1);
            int[] textOfWindow = [.. batch.SelectMany((place, i) => Enumerable.Repeat(place, (int)windows[i]))];
            long length = rows.IdsBS.shape[1];
            textOfRow.AddRange(chosenR.data<long>().Select(cell => textOfWindow[cell / length]));
            tokenOfRow.AddRange(rows.IdsBS.flatten()[chosenR].data<long>().Select(id => (int)id));
            shares.AddRange(view.SharesBS.flatten()[chosenR].data<float>());
            hidden.Add(hiddenBSD.flatten(0, 1)[chosenR].half().MoveToOuterDisposeScope());
            occurrences.Add(view.OccurrencesBSF.flatten(0, 1)[chosenR].MoveToOuterDisposeScope());
            features.Add(view.TextsTF.MoveToOuterDisposeScope());
            places.AddRange(batch);
            progress.Report(places.Count);
        }

        Tensor orderT = tensor(places.Select(place => (long)place).ToArray()).argsort();
        return new TermTable(
            [.. textOfRow],
            [.. tokenOfRow],
            [.. shares],
            cat(hidden).DetachFromDisposeScope(),
            cat(occurrences).DetachFromDisposeScope(),
            cat(features)[orderT].DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HiddenRD.Dispose();
        OccurrencesRF.Dispose();
        TextsTF.Dispose();
    }
}
