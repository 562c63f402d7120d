namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>One node for all tests of the collection, started by the first that asks.</summary>
public sealed class NodeFixture : IDisposable
{
    private readonly Lazy<RealNode> _node = new(() => RealNode.Start());

    /// <summary>The node.</summary>
    internal RealNode Node => _node.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_node.IsValueCreated)
        {
            _node.Value.Dispose();
        }
    }
}
