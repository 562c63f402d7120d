namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>A test on a real node: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Looks for a node.</summary>
    public NodeFactAttribute() => Skip = RealNode.Missing;
}
