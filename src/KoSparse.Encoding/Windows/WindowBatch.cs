using KoSparse.Text;

namespace KoSparse.Encoding.Windows;

// Shapes: T texts, B windows (as many as texts, unless a text has several), S tokens; B × S is row-major.

/// <summary>The windows of some texts, padded on the right to the longest of them: what a network reads.</summary>
public sealed class WindowBatch
{
    private WindowBatch(int[] windows, int length)
    {
        (Windows, Rows, Length) = (windows, windows.Sum(), length);
        (IdsBS, MaskBS, CountedBS, TitleBS) =
            (new long[Rows * length], new bool[Rows * length], new bool[Rows * length], new bool[Rows * length]);
    }

    /// <summary>Number of windows of each text.</summary>
    public IReadOnlyList<int> Windows { get; }

    /// <summary>Number of windows, B.</summary>
    public int Rows { get; }

    /// <summary>Ids in a row, S.</summary>
    public int Length { get; }

    /// <summary>Token ids.</summary>
    public long[] IdsBS { get; }

    /// <summary>True where a token is real.</summary>
    public bool[] MaskBS { get; }

    /// <summary>True where a token is real, may stand in a vector, and was not counted in an earlier window.</summary>
    public bool[] CountedBS { get; }

    /// <summary>True where a counted token stands in the title.</summary>
    public bool[] TitleBS { get; }

    /// <summary>Pads the windows of texts.</summary>
    /// <param name="texts">The windows of each text, none empty.</param>
    /// <param name="tokenizer">Made the ids; says what pads, and which tokens carry no word.</param>
    public static WindowBatch Of(IReadOnlyList<IReadOnlyList<Window>> texts, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var batch = new WindowBatch([.. texts.Select(text => text.Count)], texts.Max(text => text.Max(window => window.Ids.Length)));
        Array.Fill(batch.IdsBS, tokenizer.SpecialTokens.Padding);
        int start = 0;
        foreach (Window window in texts.SelectMany(text => text))
        {
            for (int place = 0; place < window.Ids.Length; place++)
            {
                int id = window.Ids[place];
                bool counted = window.IsNew(place) && !tokenizer.Wordless.Contains(id);
                (batch.IdsBS[start + place], batch.MaskBS[start + place]) = (id, true);
                (batch.CountedBS[start + place], batch.TitleBS[start + place]) = (counted, counted && window.IsTitle(place));
            }

            start += batch.Length;
        }

        return batch;
    }

    /// <summary>Pads texts that are one window each.</summary>
    /// <param name="windows">The windows, none empty.</param>
    /// <param name="tokenizer">Made the ids.</param>
    public static WindowBatch Of(IEnumerable<Window> windows, Tokenizer tokenizer) =>
        Of([.. windows.Select(window => (IReadOnlyList<Window>)[window])], tokenizer);
}
