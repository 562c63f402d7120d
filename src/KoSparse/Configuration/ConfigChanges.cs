using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KoSparse.Configuration;

/// <summary>Tells in which settings two configs differ.</summary>
public static class ConfigChanges
{
    private const string Absent = "none";

    /// <summary>The settings that differ, such as <c>training.max_steps 200 → 300</c>, by name; nothing where a text is no YAML.</summary>
    /// <param name="before">A config as YAML.</param>
    /// <param name="after">Another one.</param>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        try
        {
            (Dictionary<string, string> old, Dictionary<string, string> now) = (Leaves(before), Leaves(after));
            return
            [
                .. old.Keys.Union(now.Keys)
                    .Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name))
                    .Order(StringComparer.Ordinal)
                    .Select(name => $"{name} {old.GetValueOrDefault(name, Absent)} → {now.GetValueOrDefault(name, Absent)}"),
            ];
        }
        catch (YamlException)
        {
            return [];
        }
    }

    private static Dictionary<string, string> Leaves(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.SelectMany(document => Leaves(document.RootNode, "")).ToDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Leaves(YamlNode node, string name) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => Leaves(child.Value, name.Length == 0 ? $"{child.Key}" : $"{name}.{child.Key}")),
        YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode) => [(name, string.Join(", ", list.Children))],
        YamlSequenceNode list => list.Children.SelectMany((child, place) => Leaves(child, $"{name}[{place}]")),
        _ => [(name, $"{node}")],
    };
}
