using KoSparse.Data;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Batches;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Batches;

// Shapes: Q queries, D documents, N negatives, B texts, S tokens, V vocabulary.

/// <summary>Turns triplets into batches.</summary>
internal sealed class BatchBuilder
{
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;
    private readonly int _negativesPerQuery;
    private readonly Tensor _contentV;
    private readonly Tensor? _idfV;
    private readonly Device _device;

    /// <summary>Makes a builder.</summary>
    /// <param name="tokenizer">Splits the texts.</param>
    /// <param name="maxLength">Longest text in tokens.</param>
    /// <param name="negativesPerQuery">Mined negatives taken per question.</param>
    /// <param name="contentV">1 for tokens that carry content, 0 for special tokens and stopwords; owned by the caller.</param>
    /// <param name="idfV">IDF weights, 0 for tokens that carry no word, where questions are weighted by them; owned by the caller.</param>
    public BatchBuilder(Tokenizer tokenizer, int maxLength, int negativesPerQuery, Tensor contentV, Tensor? idfV)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(contentV);
        (_tokenizer, _maxLength, _negativesPerQuery) = (tokenizer, maxLength, negativesPerQuery);
        (_contentV, _idfV, _device) = (contentV, idfV, contentV.device);
    }

    /// <summary>Builds a batch.</summary>
    /// <param name="triplets">Its triplets.</param>
    /// <param name="turn">Which of a triplet's negatives come first, so that epochs see different ones; from 0.</param>
    /// <param name="untitled">Whether documents are encoded without their titles.</param>
    public TrainingBatch Build(IReadOnlyList<Triplet> triplets, int turn = 0, bool untitled = false)
    {
        ArgumentNullException.ThrowIfNull(triplets);
        List<Document> documents = [.. triplets.Select(t => t.Positive)];
        List<(int Owner, int Negative)> chosen = [.. triplets.SelectMany((t, i) => Chosen(t, turn).Select(n => (i, n)))];
        documents.AddRange(chosen.Select(c => triplets[c.Owner].Negatives[c.Negative]));

        string[] queries = [.. triplets.Select(t => t.Query)];
        PaddedBatch queryBatch = Padded(queries.Select(q => new Window(_tokenizer.Encode(q, _maxLength), Opening: _tokenizer.Opening.Count)));
        IEnumerable<Document> encoded = documents.Select(d => untitled ? d with { Title = "" } : d);
        PaddedBatch documentBatch = Padded(encoded.Select(d => DocumentWindows.Of(d, _tokenizer, _maxLength, maxWindows: 1)[0]));
        using DisposeScope scope = NewDisposeScope();
        Tensor queryTokensQV = Tokens(queryBatch);
        (float[,] scores, bool[,] scored) = Scores(triplets, chosen, documents.Count);
        return new TrainingBatch(
            queries,
            documents,
            queryBatch,
            documentBatch,
            (queryTokensQV * _contentV).MoveToOuterDisposeScope(),
            (Tokens(documentBatch) * _contentV).MoveToOuterDisposeScope(),
            _idfV is null ? null : (queryTokensQV * _idfV).MoveToOuterDisposeScope(),
            tensor(chosen.Select(c => (long)c.Owner).ToArray(), device: _device).MoveToOuterDisposeScope(),
            tensor(Excluded(triplets, documents), device: _device).MoveToOuterDisposeScope(),
            tensor(scores, device: _device).MoveToOuterDisposeScope(),
            tensor(scored, device: _device).MoveToOuterDisposeScope());
    }

    private PaddedBatch Padded(IEnumerable<Window> windows) => PaddedBatch.Of(WindowBatch.Of(windows, _tokenizer), _device);

    /// <summary>1 where a token occurs in a text, special tokens included.</summary>
    private Tensor Tokens(PaddedBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor foundBV = zeros(batch.IdsBS.shape[0], _contentV.shape[0], device: _device);
        return foundBV.scatter_(1, batch.IdsBS, ones_like(batch.IdsBS, float32)).MoveToOuterDisposeScope();
    }

    /// <summary>Pairs that must not count as negatives: the same document, or the positive of the same question.</summary>
    private static bool[,] Excluded(IReadOnlyList<Triplet> triplets, List<Document> documents)
    {
        bool[,] excluded = new bool[triplets.Count, documents.Count];
        for (int i = 0; i < triplets.Count; i++)
        {
            for (int j = 0; j < documents.Count; j++)
            {
                bool sameDocument = documents[j] == triplets[i].Positive;
                bool sameQuestion = j < triplets.Count
                    && string.Equals(triplets[j].Query, triplets[i].Query, StringComparison.Ordinal);
                excluded[i, j] = i != j && (sameDocument || sameQuestion);
            }
        }

        return excluded;
    }

    private IEnumerable<int> Chosen(Triplet triplet, int turn)
    {
        int count = triplet.Negatives.Count;
        return Enumerable.Range(0, Math.Min(_negativesPerQuery, count)).Select(k => ((turn * _negativesPerQuery) + k) % count);
    }

    /// <summary>The scores that triplets carry: of the positive first, then of the negatives in their order.</summary>
    private static (float[,] Scores, bool[,] Scored) Scores(
        IReadOnlyList<Triplet> triplets, List<(int Owner, int Negative)> chosen, int documents)
    {
        float[,] scores = new float[triplets.Count, documents];
        bool[,] scored = new bool[triplets.Count, documents];
        IEnumerable<(int Owner, int Place)> places = Enumerable.Range(0, triplets.Count).Select(i => (i, 0))
            .Concat(chosen.Select(c => (c.Owner, c.Negative + 1)));
        foreach (((int owner, int place), int document) in places.Select((p, j) => (p, j)))
        {
            if (triplets[owner].TeacherScores is { } teacher && place < teacher.Count && float.IsFinite(teacher[place]))
            {
                (scores[owner, document], scored[owner, document]) = (teacher[place], true);
            }
        }

        return (scores, scored);
    }
}
