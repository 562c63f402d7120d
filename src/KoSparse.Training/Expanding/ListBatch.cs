using static TorchSharp.torch;

namespace KoSparse.Training.Expanding;

// Shapes: Q questions, L places of a list, T texts of the batch, K columns of the step, W words of a question at most.

/// <summary>Some lists as tensors; all are of the caller's scope.</summary>
/// <param name="TextsT">Places of the batch's texts, each once.</param>
/// <param name="ColumnsK">Columns that the step computes: those of the questions, then those drawn.</param>
/// <param name="AskedColumns">How many of them are the questions'.</param>
/// <param name="RowsQL">Which of the texts stands where.</param>
/// <param name="IsTextQL">True where one stands.</param>
/// <param name="OwnQL">Scores without the head.</param>
/// <param name="TeacherQL">The teacher's scores.</param>
/// <param name="WordsQW">Which of the columns each word of a question has.</param>
/// <param name="WeightsQW">What the word weighs there; 0 where there is none.</param>
internal sealed record ListBatch(
    Tensor TextsT, Tensor ColumnsK, int AskedColumns, Tensor RowsQL, Tensor IsTextQL, Tensor OwnQL, Tensor TeacherQL, Tensor WordsQW, Tensor WeightsQW)
{
    /// <summary>Lays out lists.</summary>
    /// <param name="lists">The lists, with the places of them that are ranked.</param>
    /// <param name="own">Scores without the head of all places of each list.</param>
    /// <param name="words">Columns and weights of each question's words.</param>
    /// <param name="drawn">Columns that learn to be quiet.</param>
    public static ListBatch Of(
        IReadOnlyList<(TaughtList List, int[] Places)> lists, IReadOnlyList<float[]> own, IReadOnlyList<(int Column, float Weight)[]> words, IEnumerable<int> drawn)
    {
        int[] texts = [.. lists.SelectMany(l => l.Places.Select(place => l.List.Texts[place])).Distinct()];
        int[] asked = [.. words.SelectMany(w => w.Select(word => word.Column)).Distinct()];
        int[] columns = [.. asked.Union(drawn)];
        Dictionary<int, int> rowOf = texts.Index().ToDictionary(t => t.Item, t => t.Index);
        Dictionary<int, int> placeOf = columns.Index().ToDictionary(c => c.Item, c => c.Index);
        (int longest, int most) = (lists.Max(l => l.Places.Length), Math.Max(1, words.Max(w => w.Length)));
        long[] lengths = [lists.Count, longest], wordLengths = [lists.Count, most];
        return new ListBatch(
            tensor(Array.ConvertAll(texts, text => (long)text)),
            tensor(Array.ConvertAll(columns, column => (long)column)),
            asked.Length,
            tensor(Padded(longest, lists.Select(l => l.Places.Select(place => (long)rowOf[l.List.Texts[place]]))), lengths),
            tensor(Padded(longest, lists.Select(l => l.Places.Select(_ => true))), lengths),
            tensor(Padded(longest, lists.Zip(own, (l, scores) => l.Places.Select(place => scores[place]))), lengths),
            tensor(Padded(longest, lists.Select(l => l.Places.Select(place => l.List.Scores[place]))), lengths),
            tensor(Padded(most, words.Select(w => w.Select(word => (long)placeOf[word.Column]))), wordLengths),
            tensor(Padded(most, words.Select(w => w.Select(word => word.Weight))), wordLengths));
    }

    /// <summary>Scores with the head, Q × L.</summary>
    /// <param name="weightsTK">What the head gives the texts in the step's columns.</param>
    public Tensor Scores(Tensor weightsTK)
    {
        (long questions, long places, long words) = (RowsQL.shape[0], RowsQL.shape[1], WordsQW.shape[1]);
        Tensor ofListsQLK = weightsTK.index_select(0, RowsQL.flatten()).view(questions, places, -1);
        Tensor foundQLW = ofListsQLK.gather(2, WordsQW.unsqueeze(1).expand(questions, places, words));
        return OwnQL + foundQLW.matmul(WeightsQW.unsqueeze(-1)).squeeze(-1);
    }

    private static T[] Padded<T>(int width, IEnumerable<IEnumerable<T>> rows)
        where T : struct => [.. rows.SelectMany(row => row.Concat(Enumerable.Repeat(default(T), width)).Take(width))];
}
