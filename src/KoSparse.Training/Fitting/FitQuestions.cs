using KoSparse.Data;
using KoSparse.Training.Batches;

namespace KoSparse.Training.Fitting;

/// <summary>Questions with judged texts, and the texts that are searched for them, each once.</summary>
internal sealed class FitQuestions
{
    private readonly int _titled;
    private readonly Dictionary<string, (HashSet<int> Answers, HashSet<int> Others)> _judged = new(StringComparer.Ordinal);

    /// <summary>Reads what a config names.</summary>
    /// <exception cref="TrainingException">There are fewer questions than folds.</exception>
    public FitQuestions(FitConfig config)
    {
        NumberedDocuments texts = new();
        foreach (Triplet triplet in config.Questions.SelectMany(pattern => TripletReader.Read(pattern)).Where(t => t.IsAsked))
        {
            if (!_judged.TryGetValue(triplet.Query, out (HashSet<int> Answers, HashSet<int> Others) judged))
            {
                _judged[triplet.Query] = judged = ([], []);
            }

            judged.Answers.Add(texts.Place(triplet.Positive));
            judged.Others.UnionWith(triplet.Negatives.Select(texts.Place));
        }

        if (_judged.Count < config.Folds)
        {
            throw new TrainingException(
                $"{string.Join(", ", config.Questions)}: {_judged.Count} questions, fewer than folds ({config.Folds}). Name triplets with pair_type question.");
        }

        Document[] others = [.. config.Texts.SelectMany(pattern => TripletReader.Read(pattern)).SelectMany(t => t.Negatives.Prepend(t.Positive)).Distinct().Where(t => !texts.Contains(t))];
        new Random(config.Seed).Shuffle(others);
        foreach (Document text in others.Take(config.MaxTexts - texts.All.Count))
        {
            texts.Place(text);
        }

        Distinct = _judged.Count;
        _titled = texts.All.Count;
        Queries = config.Untitled ? [.. _judged.Keys, .. _judged.Keys] : [.. _judged.Keys];
        Document[] titled = [.. texts.All];
        Texts = config.Untitled ? [.. titled, .. titled.Select(text => text with { Title = "" })] : titled;
    }

    /// <summary>Number of different questions; those that are asked again over texts without titles follow in the same order.</summary>
    public int Distinct { get; }

    /// <summary>The questions.</summary>
    public IReadOnlyList<string> Queries { get; }

    /// <summary>The texts.</summary>
    public IReadOnlyList<Document> Texts { get; }

    /// <summary>Places of the texts that answer a question.</summary>
    public IReadOnlySet<int> AnswersTo(int question) => _judged[Queries[question]].Answers.Select(place => place + First(question)).ToHashSet();

    /// <summary>Places of the texts that were judged, either way.</summary>
    public IEnumerable<int> JudgedFor(int question) =>
        _judged[Queries[question]].Answers.Concat(_judged[Queries[question]].Others).Distinct().Select(place => place + First(question));

    /// <summary>Whether a text is searched for a question: with titles for the first half of them, without for the second.</summary>
    public bool IsSearched(int question, int text) => text >= First(question) && text < First(question) + _titled;

    private int First(int question) => question < Distinct ? 0 : _titled;
}
