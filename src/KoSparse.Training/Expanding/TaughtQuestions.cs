using KoSparse.Data;
using KoSparse.Training.Batches;

namespace KoSparse.Training.Expanding;

/// <summary>Lists to learn from and judged questions to be measured on, apart: no list holds a judged question, one that is nearly the same, or one of their texts.</summary>
internal sealed class TaughtQuestions
{
    /// <summary>A shorter list teaches no ranking.</summary>
    private const int ShortestList = 8;

    private readonly NumberedDocuments _texts = new();
    private readonly Dictionary<string, HashSet<int>> _judged = new(StringComparer.Ordinal);

    /// <summary>Reads what a config names.</summary>
    /// <exception cref="TrainingException">There are no lists, or no judged questions.</exception>
    public TaughtQuestions(ExpansionConfig config)
    {
        foreach (Triplet triplet in config.Judged.SelectMany(pattern => TripletReader.Read(pattern)).Where(t => t.IsAsked))
        {
            if (!_judged.TryGetValue(triplet.Query, out HashSet<int>? answers))
            {
                _judged[triplet.Query] = answers = [];
            }

            answers.Add(_texts.Place(triplet.Positive));
            foreach (Document other in triplet.Negatives)
            {
                _texts.Place(other);
            }
        }

        JudgedTexts = _texts.All.Count;
        NearQuestions near = new(_judged.Keys);
        Lists = [.. config.Lists.SelectMany(pattern => TripletReader.Read(pattern)).Select(ListOf).Where(list => list.Texts.Count >= ShortestList && !near.Has(list.Query))];
        if (Lists.Count == 0 || _judged.Count == 0)
        {
            throw new TrainingException(
                $"{Lists.Count} lists with a teacher's scores in {string.Join(", ", config.Lists)}, {_judged.Count} judged questions in {string.Join(", ", config.Judged)}: both are needed. Make lists with prepare teacher-lists.");
        }
    }

    /// <summary>All texts, those of the judged questions first.</summary>
    public IReadOnlyList<Document> Texts => _texts.All;

    /// <summary>Number of the judged questions' texts.</summary>
    public int JudgedTexts { get; }

    /// <summary>What is learned from.</summary>
    public IReadOnlyList<TaughtList> Lists { get; }

    /// <summary>Judged questions with the places of their answers.</summary>
    public IReadOnlyDictionary<string, HashSet<int>> Judged => _judged;

    private TaughtList ListOf(Triplet triplet)
    {
        int[] places = [.. triplet.Negatives.Prepend(triplet.Positive).Select(_texts.Place)];
        (int Place, float Score)[] scored = [.. places.Zip(triplet.TeacherScores ?? []).Where(text => text.First >= JudgedTexts)];
        return new TaughtList(triplet.Query, [.. scored.Select(s => s.Place)], [.. scored.Select(s => s.Score)]);
    }
}
