namespace KoSparse.Training.Fitting;

/// <summary>Question and text pairs that are ranked: what BM25 finds, and what was judged.</summary>
/// <remarks>Cells are numbered question by question, <see cref="Width"/> for each; those beyond a question's candidates are empty.</remarks>
internal sealed class FitCandidates
{
    private readonly int[][] _texts;
    private readonly float[][] _scores;

    /// <summary>Scores every text for every question and keeps the best.</summary>
    /// <param name="questions">Questions, texts and judgements.</param>
    /// <param name="vectors">Weights of each question's tokens.</param>
    /// <param name="postings">Occurrences that answer to these tokens.</param>
    /// <param name="count">Texts kept of those that nobody judged.</param>
    public FitCandidates(FitQuestions questions, IReadOnlyList<IReadOnlyDictionary<int, float>> vectors, FitPostings postings, int count)
    {
        _texts = new int[vectors.Count][];
        _scores = new float[vectors.Count][];
        Parallel.For(0, vectors.Count, question =>
        {
            Dictionary<int, float> scores = [];
            foreach ((int token, float weight) in vectors[question])
            {
                foreach (FitPosting posting in postings.Of(token))
                {
                    scores[posting.Text] = scores.GetValueOrDefault(posting.Text) + (weight * posting.Share);
                }
            }

            IEnumerable<int> found = scores.Where(s => questions.IsSearched(question, s.Key))
                .OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(count).Select(s => s.Key);
            _texts[question] = [.. questions.JudgedFor(question).Union(found)];
            _scores[question] = [.. _texts[question].Select(text => scores.GetValueOrDefault(text))];
        });
        Width = _texts.Max(texts => texts.Length);
    }

    /// <summary>Most candidates that a question has.</summary>
    public int Width { get; }

    /// <summary>Number of questions.</summary>
    public int Count => _texts.Length;

    /// <summary>The candidates of a question.</summary>
    public IReadOnlyList<int> Texts(int question) => _texts[question];

    /// <summary>Their BM25 scores.</summary>
    public IReadOnlyList<float> Scores(int question) => _scores[question];
}
