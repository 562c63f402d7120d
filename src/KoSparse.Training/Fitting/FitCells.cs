namespace KoSparse.Training.Fitting;

/// <summary>Every candidate of every question as a numbered cell, and every occurrence that adds to its score as an entry.</summary>
/// <remarks>The cells of a question follow each other, <see cref="FitCandidates.Width"/> of them; those beyond its candidates score 0.</remarks>
internal sealed class FitCells
{
    /// <summary>Lays out the candidates.</summary>
    /// <param name="questions">Questions and judgements.</param>
    /// <param name="vectors">Weights of each question's tokens.</param>
    /// <param name="postings">Occurrences that answer to these tokens.</param>
    /// <param name="candidates">What is ranked for each question.</param>
    /// <param name="margin">Share of the best answer's score from which a text that nobody judged is no negative.</param>
    public FitCells(
        FitQuestions questions, IReadOnlyList<IReadOnlyDictionary<int, float>> vectors, FitPostings postings, FitCandidates candidates, double margin)
    {
        List<long> entryCells = [], entryRows = [], answerCells = [], answerQuestions = [];
        List<float> coefficients = [];
        long[] cellTexts = new long[candidates.Count * candidates.Width];
        Start = new float[cellTexts.Length];
        IsNegative = new bool[cellTexts.Length];
        for (int question = 0; question < candidates.Count; question++)
        {
            IReadOnlySet<int> answers = questions.AnswersTo(question);
            HashSet<int> judged = [.. questions.JudgedFor(question)];
            (IReadOnlyList<int> texts, IReadOnlyList<float> scores) = (candidates.Texts(question), candidates.Scores(question));
            Dictionary<int, int> cellOf = [];
            double ceiling = margin * texts.Zip(scores).Where(c => answers.Contains(c.First)).Max(c => c.Second);
            for (int place = 0; place < texts.Count; place++)
            {
                int text = texts[place];
                int cell = (question * candidates.Width) + place;
                (cellTexts[cell], Start[cell], cellOf[text]) = (text, scores[place], cell);
                IsNegative[cell] = !answers.Contains(text) && (judged.Contains(text) || scores[place] < ceiling);
                if (answers.Contains(text))
                {
                    answerCells.Add(cell);
                    answerQuestions.Add(question);
                }
            }

            foreach ((int token, float weight) in vectors[question])
            {
                foreach (FitPosting posting in postings.Of(token).Where(p => cellOf.ContainsKey(p.Text)))
                {
                    entryCells.Add(cellOf[posting.Text]);
                    entryRows.Add(posting.Row);
                    coefficients.Add(weight * posting.Share);
                }
            }
        }

        (Texts, CellTexts) = Numbered(cellTexts);
        (Rows, EntryRows) = Numbered(entryRows);
        (EntryCells, Coefficients) = ([.. entryCells], [.. coefficients]);
        (AnswerCells, AnswerQuestions) = ([.. answerCells], [.. answerQuestions]);
    }

    /// <summary>The texts that are candidates, each once.</summary>
    public long[] Texts { get; }

    /// <summary>Which of them each cell is of.</summary>
    public long[] CellTexts { get; }

    /// <summary>BM25 score of each cell.</summary>
    public float[] Start { get; }

    /// <summary>Whether a cell's text is learned from as no answer.</summary>
    public bool[] IsNegative { get; }

    /// <summary>Cell of each entry.</summary>
    public long[] EntryCells { get; }

    /// <summary>The rows of the table that entries are of, each once.</summary>
    public long[] Rows { get; }

    /// <summary>Which of them each entry is of.</summary>
    public long[] EntryRows { get; }

    /// <summary>What each entry adds to the BM25 score of its cell.</summary>
    public float[] Coefficients { get; }

    /// <summary>Cells that hold an answer.</summary>
    public long[] AnswerCells { get; }

    /// <summary>Question of each of them.</summary>
    public long[] AnswerQuestions { get; }

    /// <summary>The distinct values, ascending, and the place of each value among them.</summary>
    private static (long[] Distinct, long[] Places) Numbered(IReadOnlyCollection<long> values)
    {
        long[] distinct = [.. values.Distinct().Order()];
        return (distinct, [.. values.Select(value => (long)Array.BinarySearch(distinct, value))]);
    }
}
