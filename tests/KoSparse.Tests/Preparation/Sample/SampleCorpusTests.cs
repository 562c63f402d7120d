using System.Text.RegularExpressions;
using KoSparse.Preparation;
using KoSparse.Preparation.Sample;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;

namespace KoSparse.Tests.Preparation.Sample;

public sealed class SampleCorpusTests
{
    private static readonly SampleCorpus Corpus = SampleCorpus.Generate(seed: 42);

    [Fact]
    public void Generate_Sample_GivesEnoughDistinctTextsAndQuestions()
    {
        IEnumerable<RealQuestion> questions = [.. Corpus.TrainingQuestions, .. Corpus.HeldOutQuestions];

        Assert.True(Corpus.Documents.DistinctBy(document => document.Text).Count() >= 3000);
        Assert.True(Corpus.Documents.DistinctBy(document => document.Title).Count() >= 600);
        Assert.Equal(Corpus.Documents.Count, Corpus.Documents.DistinctBy(document => document.Id).Count());
        Assert.True(Corpus.TrainingQuestions.Count >= 1500);
        Assert.Equal(questions.Count(), questions.DistinctBy(question => QueryKey.Of(question.Text)).Count());
    }

    [Fact]
    public void Generate_EveryParagraph_HasTwoToFiveWholeSentences()
    {
        Assert.All(Corpus.Documents, document =>
        {
            Assert.InRange(Sentences.Of(document.Text).Count, 2, 5);
            Assert.Contains(document.Title, document.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"[{}|()~?A-Za-z]|  |다다\.|\.\.", document.Text);
        });
        Assert.All(Corpus.TrainingQuestions, question => Assert.DoesNotMatch(@"[{}|()~A-Za-z]|  ", question.Text));
    }

    // A second opinion on particles: 을 and 은 after a vowel, 를, 는 and 로 after a consonant, behind a title.
    [Fact]
    public void Generate_EveryTitle_IsFollowedByTheRightParticle()
    {
        int found = 0;
        Assert.All(Corpus.Documents, document =>
        {
            foreach (Match match in Regex.Matches(document.Text, $"{Regex.Escape(document.Title)}」?(은|는|을|를) "))
            {
                string decomposed = document.Title.Normalize(System.Text.NormalizationForm.FormD);
                bool consonant = decomposed[^1] >= '\u11A8'; // a final consonant comes last when a syllable is taken apart
                Assert.Equal(consonant, match.Groups[1].Value is "은" or "을");
                found++;
            }
        });
        Assert.True(found >= 1500, $"{found} titles with a particle");
    }

    [Fact]
    public void Generate_SameSeed_IsTheSame()
    {
        SampleCorpus again = SampleCorpus.Generate(seed: 42);

        Assert.Equal(Corpus.Documents, again.Documents);
        Assert.Equal(
            Corpus.TrainingQuestions.Select(question => question.Text), again.TrainingQuestions.Select(question => question.Text));
    }

    [Fact]
    public void Generate_OtherSeed_Differs()
    {
        Assert.NotEqual(Corpus.Documents, SampleCorpus.Generate(seed: 7).Documents);
    }

    [Fact]
    public void Generate_HeldOutQuestions_AskAboutOtherParagraphsThanTraining()
    {
        HashSet<string> trained = [.. Corpus.TrainingQuestions.Select(question => question.Positives[0].Id)];

        Assert.DoesNotContain(Corpus.HeldOutQuestions, question => trained.Contains(question.Positives[0].Id));
    }

    [Fact]
    public void Generate_Negatives_AreTheSameParagraphOfOtherPages()
    {
        Assert.All(Corpus.TrainingQuestions, question =>
        {
            Assert.NotEmpty(question.Negatives);
            Assert.All(question.Negatives, negative =>
            {
                Assert.NotEqual(question.Positives[0].Title, negative.Title);
                Assert.Equal(question.Positives[0].Id.Split('#')[1], negative.Id.Split('#')[1]);
            });
        });
    }

    // BM25 found 46 % when this was written: the questions can be answered, and leave something to learn.
    [Fact]
    public void Generate_HeldOutQuestions_AreNeitherTrivialNorHopelessForBm25()
    {
        Bm25Index index = Bm25Index.Build(Corpus.Documents.Select(document => document.Content), new KoreanAnalyzer());

        double found = Corpus.HeldOutQuestions.Average(question =>
            Corpus.Documents[index.Search(question.Text, 1)[0].Document].Id == question.Positives[0].Id ? 1.0 : 0.0);

        Assert.InRange(found, 0.3, 0.7);
    }
}
