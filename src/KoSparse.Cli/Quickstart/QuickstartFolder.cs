namespace KoSparse.Cli.Quickstart;

/// <summary>Where the quickstart keeps what.</summary>
internal sealed record QuickstartFolder(string Root)
{
    public string Sample => In("sample");

    public string Triplets => In("triplets");

    public string Validation => Path.Combine(Triplets, "validation");

    public string Run => In("run");

    public string Eval => In("eval");

    public string Benchmark => In("benchmark");

    public string Model => In("model");

    public string Documents => In("documents.jsonl");

    public string FirstIndex => In("first_index");

    public string Index => In("index");

    /// <summary>What is done already.</summary>
    public string Records => In("steps");

    private string In(string name) => Path.Combine(Root, name);
}
