using System.CommandLine;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare …</c>: everything that training needs beforehand.</summary>
internal static class PrepareCommand
{
    public static Command Build() => new("prepare", "Prepare data: triplets, travel texts, a teacher's scores, a generated sample, IDF weights, word families, stopwords, Korean tokens.")
    {
        PrepareIdfCommand.Build(),
        PrepareFamiliesCommand.Build(),
        PrepareTripletsCommand.Build(),
        PrepareTravelCommand.BuildTexts(),
        PrepareTravelCommand.BuildTriplets(),
        PrepareSampleCommand.Build(),
        PrepareTeacherScoresCommand.Build(),
        PrepareTeacherListsCommand.Build(),
        PrepareTokensCommand.BuildStopwords(),
        PrepareTokensCommand.BuildKoreanTokens(),
    };
}
