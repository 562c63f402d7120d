using System.Globalization;
using KoSparse.Data;

namespace KoSparse.Preparation.Sample;

/// <summary>Korean paragraphs and questions made from word lists and templates, for a clone without real data.</summary>
/// <remarks>
/// People, villages and works are invented; what is said of plants, dishes and the like is common knowledge. Entries share
/// their words, and most questions are also asked in other words than the paragraph's, so that finding the answer takes more
/// than the title. It shows that the machinery runs; it measures nothing else.
/// </remarks>
public sealed class SampleCorpus
{
    private const int HeldOut = 300;
    private const int NegativesPerQuestion = 3;

    private SampleCorpus(
        IReadOnlyList<Document> documents, IReadOnlyList<RealQuestion> training, IReadOnlyList<RealQuestion> heldOut) =>
        (Documents, TrainingQuestions, HeldOutQuestions) = (documents, training, heldOut);

    /// <summary>All paragraphs, ids <c>PAGE#PARAGRAPH</c>, pages in random order.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>Questions to train on, each with the paragraph that answers it and the same paragraph of other pages.</summary>
    public IReadOnlyList<RealQuestion> TrainingQuestions { get; }

    /// <summary>Questions to measure with, about other paragraphs than those that training asks about.</summary>
    public IReadOnlyList<RealQuestion> HeldOutQuestions { get; }

    /// <summary>Makes the sample; equal seeds make equal samples.</summary>
    public static SampleCorpus Generate(int seed)
    {
        Random random = new(seed);
        SampleEntry[] entries = [.. SampleWorld.Draw(random)];
        random.Shuffle(entries);
        Page[] pages = [.. entries.Select((entry, place) => Page.Of(entry, place, random))];
        RealQuestion[] questions = [.. Ask(pages, random)];
        random.Shuffle(questions);
        return new SampleCorpus(
            [.. pages.SelectMany(page => page.Paragraphs)], questions[HeldOut..], questions[..HeldOut]);
    }

    // One question for each paragraph, among those that no other paragraph answers.
    private static IEnumerable<RealQuestion> Ask(Page[] pages, Random random)
    {
        HashSet<string> ambiguous =
        [
            .. pages
                .SelectMany(page => page.Questions)
                .SelectMany(questions => questions.Select(QueryKey.Of).Distinct())
                .CountBy(key => key, StringComparer.Ordinal)
                .Where(count => count.Value > 1)
                .Select(count => count.Key),
        ];
        ILookup<SampleKind, Page> ofKind = pages.ToLookup(page => page.Entry.Kind);
        foreach (Page page in pages)
        {
            Page[] others = [.. ofKind[page.Entry.Kind].Where(other => other != page)];
            for (int place = 0; place < page.Paragraphs.Length; place++)
            {
                string[] questions = [.. page.Questions[place].Where(question => !ambiguous.Contains(QueryKey.Of(question)))];
                if (questions.Length > 0)
                {
                    yield return new RealQuestion(
                        questions[random.Next(questions.Length)],
                        [page.Paragraphs[place]],
                        [.. random.GetItems(others, NegativesPerQuestion).Distinct().Select(other => other.Paragraphs[place])]);
                }
            }
        }
    }

    private sealed record Page(SampleEntry Entry, Document[] Paragraphs, string[][] Questions)
    {
        public static Page Of(SampleEntry entry, int place, Random random) => new(
            entry,
            [.. entry.Kind.Paragraphs.Select((paragraph, number) => new Document(
                string.Create(CultureInfo.InvariantCulture, $"{place + 1}#{number}"), entry.Title, paragraph.Tell(entry, random)))],
            [.. entry.Kind.Paragraphs.Select(paragraph => paragraph.Ask(entry).ToArray())]);
    }
}
