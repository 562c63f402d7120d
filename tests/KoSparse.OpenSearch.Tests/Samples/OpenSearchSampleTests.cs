using KoSparse.OpenSearch.Tests.Cli;
using KoSparse.OpenSearch.Tests.Nodes;

namespace KoSparse.OpenSearch.Tests.Samples;

/// <summary>The program in <c>samples/OpenSearch</c>, as it was built beside these tests.</summary>
[Collection(SharedNode.Name)]
public sealed class OpenSearchSampleTests(NodeFixture fixture)
{
    [NodeFact]
    public async Task Program_QuestionAboutOneDocument_FindsItAgainAndAgain()
    {
        string[] call = [fixture.Node.Address.AbsoluteUri, "models/mini", "밤에 배를 돕는 등대"];

        KoSparseProgram first = await KoSparseProgram.RunSampleAsync("OpenSearch", call);
        KoSparseProgram second = await KoSparseProgram.RunSampleAsync("OpenSearch", call);

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Matches(@"^3 documents, 0 failed\n +\d+\.\d  등대는 밤바다를 지나는 배에 길을 알려 준다\.  \(.*배 \d+\.\d", first.Output);
        Assert.Equal(first, second);
    }
}
