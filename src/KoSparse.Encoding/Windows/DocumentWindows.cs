using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Encoding.Windows;

/// <summary>Cuts a document that is longer than the encoder reads into windows, its title before each.</summary>
public static class DocumentWindows
{
    /// <summary>A title takes at most this part of a later window.</summary>
    private const int LargestTitle = 4;

    /// <summary>The windows of a document; the last may be short, what is beyond them is left out, and counted in it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tokenizer">Splits it.</param>
    /// <param name="maxLength">Ids in a window, special tokens included; at least 4.</param>
    /// <param name="maxWindows">At least 1; 1 cuts long documents.</param>
    public static IReadOnlyList<Window> Of(Document document, Tokenizer tokenizer, int maxLength, int maxWindows)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, LargestTitle);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWindows, 1);
        List<int> ids = [];
        tokenizer.AddFoldedIds(document.Title, ids);
        int title = ids.Count;
        tokenizer.AddFoldedIds(document.Text, ids);
        int room = Math.Max(LargestTitle / 2, maxLength - tokenizer.Opening.Count - tokenizer.Closing.Count);
        List<Window> windows = [Framed(tokenizer, [], ids.Slice(0, Math.Min(room, ids.Count)), title)];
        List<int> context = ids.Slice(0, Math.Min(title, room / LargestTitle));
        int step = room - context.Count;
        int start = room;
        for (; start < ids.Count && windows.Count < maxWindows; start += step)
        {
            windows.Add(Framed(tokenizer, context, ids.Slice(start, Math.Min(step, ids.Count - start)), title - start));
        }

        windows[^1] = windows[^1] with { LeftOut = Math.Max(0, ids.Count - start) };
        return windows;
    }

    private static Window Framed(Tokenizer tokenizer, List<int> context, List<int> ids, int title)
    {
        int[] framed = [.. tokenizer.Opening, .. context, .. ids, .. tokenizer.Closing];
        return new Window(
            framed.Length > 0 ? framed : [tokenizer.SpecialTokens.Padding], // an encoder reads at least one
            context.Count,
            Math.Clamp(title, 0, ids.Count),
            tokenizer.Opening.Count);
    }
}
