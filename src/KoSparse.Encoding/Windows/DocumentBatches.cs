using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Encoding.Windows;

/// <summary>Documents cut into windows, and put into batches of about the same length.</summary>
public sealed class DocumentBatches
{
    /// <summary>Tokens per batch: enough to keep the matrix products busy, little enough for the caches.</summary>
    private const int TokensPerBatch = 4096;

    private readonly IReadOnlyList<Window>[] _windows;
    private readonly Tokenizer _tokenizer;

    /// <summary>Tokenizes the documents.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="tokenizer">Splits them.</param>
    /// <param name="maxLength">Ids in a window, special tokens included.</param>
    /// <param name="maxWindows">Windows of a document at most.</param>
    public DocumentBatches(IReadOnlyList<Document> documents, Tokenizer tokenizer, int maxLength, int maxWindows)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(tokenizer);
        _tokenizer = tokenizer;
        IReadOnlyList<Window> WindowsOf(Document document) => DocumentWindows.Of(document, tokenizer, maxLength, maxWindows);
        _windows = documents.Count == 1 ? [WindowsOf(documents[0])] : [.. documents.AsParallel().AsOrdered().Select(WindowsOf)]; // one alone does not wait for threads
    }

    /// <summary>What of the documents is in no window.</summary>
    public CutTexts Cut => _windows.Aggregate(default(CutTexts), (cut, windows) => windows[^1].LeftOut is var left and > 0 ? cut + new CutTexts(1, left) : cut);

    /// <summary>Places of the documents of each batch, short ones first.</summary>
    public IEnumerable<int[]> Batches()
    {
        int[] order = [.. Enumerable.Range(0, _windows.Length).OrderBy(i => _windows[i].Count).ThenBy(i => _windows[i][0].Ids.Length)];
        for (int start = 0; start < order.Length;)
        {
            int count = BatchSize(order, start);
            yield return order[start..(start + count)];
            start += count;
        }
    }

    /// <summary>The windows of a batch, padded.</summary>
    /// <param name="batch">Places of its documents.</param>
    public WindowBatch Pad(int[] batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return WindowBatch.Of([.. batch.Select(place => _windows[place])], _tokenizer);
    }

    /// <summary>How many documents from a place on fit a batch, at least one; in this order no later one has fewer windows.</summary>
    private int BatchSize(int[] order, int start)
    {
        int count = 1;
        int rows = _windows[order[start]].Count;
        int longest = _windows[order[start]][0].Ids.Length;
        for (; start + count < order.Length; count++)
        {
            IReadOnlyList<Window> next = _windows[order[start + count]];
            rows += next.Count;
            longest = Math.Max(longest, next[0].Ids.Length);
            if (rows * longest > TokensPerBatch)
            {
                break;
            }
        }

        return count;
    }
}
