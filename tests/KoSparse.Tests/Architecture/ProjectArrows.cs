namespace KoSparse.Tests.Architecture;

/// <summary>The table of DESIGN, section 1: which project may reference which, directly or through others.</summary>
internal static class ProjectArrows
{
    private const string Root = "KoSparse";
    private const string Encoding = "KoSparse.Encoding";
    private const string Onnx = "KoSparse.Onnx";
    private const string Search = "KoSparse.Search";
    private const string Evaluation = "KoSparse.Evaluation";
    private const string Preparation = "KoSparse.Preparation";
    private const string Modeling = "KoSparse.Modeling";
    private const string Training = "KoSparse.Training";
    private const string Cli = "KoSparse.Cli";

    /// <summary>The twelve projects; those that do not exist yet may be absent.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        [Root] = [],
        [Encoding] = [Root],
        [Onnx] = [Root, Encoding],
        [Search] = [Root],
        [Evaluation] = [Root],
        [Preparation] = [Root, Search, Evaluation],
        ["KoSparse.Hub"] = [Root],
        ["KoSparse.OpenSearch"] = [Root, Encoding],
        ["KoSparse.Serving"] = [Root, Encoding, Onnx, Search],
        [Modeling] = [Root, Encoding],
        [Training] = [Root, Modeling, Encoding, Search, Evaluation, Preparation],
        [Cli] =
        [
            Root, Encoding, Onnx, Search, Evaluation, Preparation, "KoSparse.Hub", "KoSparse.OpenSearch", "KoSparse.Serving", Modeling, Training,
        ],
    };

    /// <summary>Projects that bring TorchSharp.</summary>
    public static readonly string[] Torch = [Modeling, Training, Cli];

    /// <summary>Arrows that the table does not name, and projects that it does not.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<ProjectFile> projects)
    {
        Dictionary<string, ProjectFile> byName = projects.ToDictionary(p => p.Name, StringComparer.Ordinal);
        List<string> faults = [];
        foreach (ProjectFile project in projects)
        {
            if (!Allowed.TryGetValue(project.Name, out string[]? allowed))
            {
                faults.Add($"{project.Name} is not in the table of DESIGN, section 1");
                continue;
            }

            faults.AddRange(Reached(project.Name, byName).Except(allowed).Select(other => $"{project.Name} -> {other}"));
        }

        return faults;
    }

    /// <summary>All that a project references, directly or through others, in the order in which they are met.</summary>
    public static IReadOnlyList<string> Reached(string name, IReadOnlyDictionary<string, ProjectFile> projects)
    {
        List<string> reached = [];
        Queue<string> next = new([name]);
        while (next.TryDequeue(out string? current))
        {
            foreach (string reference in projects.TryGetValue(current, out ProjectFile? project) ? project.References : [])
            {
                if (!reached.Contains(reference))
                {
                    reached.Add(reference);
                    next.Enqueue(reference);
                }
            }
        }

        return reached;
    }
}
