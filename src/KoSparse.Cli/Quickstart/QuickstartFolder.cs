namespace KoSparse.Cli.Quickstart;

/// <summary>Where the quickstart keeps what.</summary>
internal sealed record QuickstartFolder(string Root)
{
    public string Sample => In("sample");

    public string Triplets => In("triplets");

    public string Validation => Path.Combine(Triplets, "validation");

    public string Idf => In("idf");

    public string Run => In("run");

    public string Eval => In("eval");

    public string Benchmark => In("benchmark");

    public string Model => In("model");

    public string Documents => In("documents.jsonl");

    public string Index => In("index");

    private string In(string name) => Path.Combine(Root, name);

    /// <summary>Whether a step is done with the same arguments.</summary>
    public bool IsDone(QuickstartStep step) =>
        File.Exists(Marker(step)) && File.ReadAllText(Marker(step)) == step.CommandLine;

    public void MarkDone(QuickstartStep step)
    {
        Directory.CreateDirectory(In("steps"));
        File.WriteAllText(Marker(step), step.CommandLine);
    }

    private string Marker(QuickstartStep step) => Path.Combine(In("steps"), step.Title.Replace(' ', '_') + ".done");
}
