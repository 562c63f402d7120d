namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>Tests that share one node, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedNode : ICollectionFixture<NodeFixture>
{
    public const string Name = "node";
}
