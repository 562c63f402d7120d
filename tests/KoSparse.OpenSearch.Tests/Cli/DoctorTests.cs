using KoSparse.OpenSearch.Tests.Nodes;

namespace KoSparse.OpenSearch.Tests.Cli;

[Collection(SharedNode.Name)]
public sealed class DoctorTests(NodeFixture fixture)
{
    [NodeFact]
    public async Task Doctor_RealNode_SaysThatItIsFit()
    {
        KoSparseProgram doctor = await KoSparseProgram.RunAsync("opensearch", "doctor", "--url", fixture.Node.Address.AbsoluteUri);

        Assert.Equal((0, ""), (doctor.Code, doctor.Error));
        Assert.Matches(@"OpenSearch \d+\.\d+\.\d+, (1 node|\d+ nodes), plugins .*opensearch-neural-search", doctor.Output);
        Assert.Contains("Fit for sparse vectors.", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_AnotherEngine_IsAFault()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(context, 200, """{"version":{"number":"8.17.0"}}"""));

        KoSparseProgram doctor = await KoSparseProgram.RunAsync(
            new Dictionary<string, string> { ["KOSPARSE_OPENSEARCH_URL"] = fake.Address.AbsoluteUri, ["KOSPARSE_OPENSEARCH_HEADER"] = "Authorization: ApiKey s3cret" }, "opensearch", "doctor");

        Assert.Equal(1, doctor.Code);
        Assert.Equal(["GET / ApiKey s3cret"], fake.Requests);
        Assert.Contains("is no OpenSearch (it says version 8.17.0)", doctor.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_BadHeader_IsBadUsageWithoutTheSecret()
    {
        KoSparseProgram doctor = await KoSparseProgram.RunAsync("opensearch", "doctor", "--header", "s3cret");

        Assert.Equal(2, doctor.Code);
        Assert.DoesNotContain("s3cret", doctor.Output + doctor.Error, StringComparison.Ordinal);
    }
}
