using System.Globalization;
using KoSparse.OpenSearch.Facts;

namespace KoSparse.OpenSearch.Checking;

/// <summary>Says whether a cluster is fit for sparse vectors, what it can do, and what to change.</summary>
public static class ClusterCheck
{
    private const string Settings = "PUT _cluster/settings {\"persistent\":{";
    private const double FullHeap = 0.9;

    /// <summary>Looks at all that a cluster says of itself.</summary>
    public static IReadOnlyList<Finding> Of(ClusterFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return
        [
            Version(facts),
            .. Health(facts),
            .. facts.Nodes.SelectMany(node => Disk(node, facts).Concat(Heap(node))),
            .. ClusterFeature.All.Select(feature => Feature(feature, facts)),
            .. facts.Has(ClusterFeature.Models) ? Models(facts) : [],
        ];
    }

    private static Finding Version(ClusterFacts facts) => facts.Version >= ClusterFacts.Earliest
        ? new(Verdict.Good, "version", $"{facts.Version}")
        : new(Verdict.Fault, "version", $"{facts.Version}: the earliest that is spoken with is {ClusterFacts.Earliest}. Upgrade the cluster.");

    private static IEnumerable<Finding> Health(ClusterFacts facts)
    {
        yield return facts.Health switch
        {
            "red" => new(Verdict.Fault, "health", "red: shards are missing. 'GET _cluster/allocation/explain' says why."),
            null => new(Verdict.Note, "health", "this user may not see it (cluster:monitor/health)."),
            { } health => new(Verdict.Good, "health", health),
        };
        if (facts.Settings.Count == 0)
        {
            yield return new(Verdict.Note, "settings", "this user may not see them (cluster:monitor/settings): what is set is not looked at.");
        }
    }

    private static IEnumerable<Finding> Disk(NodeFacts node, ClusterFacts facts)
    {
        string said = string.Create(CultureInfo.InvariantCulture, $"{node.DiskUsed:P0} in use, {node.DiskFree / 1e9:F1} GB free");
        double? flood = Share(facts, "cluster.routing.allocation.disk.watermark.flood_stage");
        double? high = Share(facts, "cluster.routing.allocation.disk.watermark.high");
        bool alone = facts.Nodes.Count == 1 && facts.Settings.GetValueOrDefault("cluster.routing.allocation.disk.watermark.enable_for_single_data_node") == "false";
        yield return node.DiskUsed >= flood && !alone ? new(Verdict.Fault, $"disk of {node.Name}", $"{said}: indices take no writes from {flood:P0} on. Make room.")
            : node.DiskUsed >= high && !alone ? new(Verdict.Note, $"disk of {node.Name}", $"{said}: shards move away from {high:P0} on. Make room.")
            : new(Verdict.Good, $"disk of {node.Name}", said);
    }

    private static IEnumerable<Finding> Heap(NodeFacts node)
    {
        string said = string.Create(CultureInfo.InvariantCulture, $"{node.HeapUsed:P0} of {node.HeapBytes / 1e9:F1} GB in use");
        yield return node.HeapUsed >= FullHeap
            ? new(Verdict.Note, $"heap of {node.Name}", $"{said}: bulks will be refused (429). Raise -Xmx, or send less at once.")
            : new(Verdict.Good, $"heap of {node.Name}", said);
    }

    private static Finding Feature(ClusterFeature feature, ClusterFacts facts) => facts.Has(feature)
        ? new(Verdict.Good, feature.Name, feature.Use)
        : new(feature == ClusterFeature.RankFeatures ? Verdict.Fault : Verdict.Note, feature.Name, $"not here: {Lacking(feature, facts)}. Without it, {feature.Otherwise}.");

    private static string Lacking(ClusterFeature feature, ClusterFacts facts) =>
        facts.Version < feature.Since ? $"from {feature.Since} on" : $"needs the plugin {feature.Plugin}";

    private static IEnumerable<Finding> Models(ClusterFacts facts)
    {
        const string Prefix = "plugins.ml_commons.";
        bool hasNode = facts.Nodes.Any(node => node.Roles.Contains("ml"));
        if (Value("only_run_on_ml_node") == "true" && facts.Nodes.Count > 0 && !hasNode)
        {
            yield return Change("models run nowhere: no node has the role ml", "only_run_on_ml_node", "false");
        }

        foreach ((string setting, double used, string what) in ((string, double, string)[])
        [
            ("native_memory_threshold", facts.Nodes.Select(node => node.MemoryUsed).DefaultIfEmpty().Max(), "memory"),
            ("jvm_heap_memory_threshold", facts.Nodes.Select(node => node.HeapUsed).DefaultIfEmpty().Max(), "heap"),
        ])
        {
            if (Share(facts, Prefix + setting) is { } most and < 1 && used >= most)
            {
                yield return Change(string.Create(CultureInfo.InvariantCulture, $"models are refused: {used:P0} of the {what} is in use, {most:P0} may be"), setting, "100");
            }
        }

        if (Value("connector.private_ip_enabled") == "false")
        {
            yield return Change("connectors reach no private address, such as that of 'kosparse serve'", "connector.private_ip_enabled", "true");
        }

        if (Value("trusted_connector_endpoints_regex") is { } trusted)
        {
            yield return new(Verdict.Good, "connectors", $"may call {KoSparse.Text.ForeignText.Sentence(trusted)}; others go into {Prefix}trusted_connector_endpoints_regex");
        }

        string? Value(string name) => facts.Settings.GetValueOrDefault(Prefix + name);
        static Finding Change(string text, string name, string value) => new(Verdict.Note, "models", $"{text}. {Settings}\"{Prefix}{name}\":{value}}}}}");
    }

    /// <summary>A setting such as <c>90%</c> or <c>90</c> as a share; null where it is an amount of bytes or absent.</summary>
    private static double? Share(ClusterFacts facts, string setting) =>
        double.TryParse(facts.Settings.GetValueOrDefault(setting)?.TrimEnd('%'), CultureInfo.InvariantCulture, out double percent) ? percent / 100 : null;
}
