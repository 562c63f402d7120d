using YamlDotNet.RepresentationModel;

namespace KoSparse.Configuration;

/// <summary>Puts settings that others name otherwise where they stand here.</summary>
internal static class OtherNames
{
    /// <summary>Moves them within a config.</summary>
    /// <param name="root">The config; changed.</param>
    /// <param name="names">The names, values before switches.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>A sentence for each that was there.</returns>
    /// <exception cref="ConfigException">A setting is there by both names.</exception>
    public static IReadOnlyList<string> Apply(YamlMappingNode root, IEnumerable<OtherNameAttribute> names, string path)
    {
        List<string> told = [];
        foreach (OtherNameAttribute name in names.OrderBy(name => name.OnWhen is not null))
        {
            if (Take(root, name.Other) is { } value)
            {
                told.Add($"{path}: {name.Other} is read as {name.Ours}{(name.OnWhen is null ? "" : IsOn(value, name) ? " (on)" : " (off)")}.");
                Put(root, name, value, path);
            }
        }

        return told;
    }

    private static bool IsOn(YamlNode value, OtherNameAttribute name) =>
        (value as YamlScalarNode)?.Value?.Contains(name.OnWhen!, StringComparison.OrdinalIgnoreCase) ?? false;

    private static YamlNode? Take(YamlMappingNode root, string path)
    {
        string[] parts = path.Split('.');
        YamlMappingNode? group = parts[..^1].Aggregate((YamlMappingNode?)root, (node, part) => node?.Children.TryGetValue(part, out YamlNode? child) ?? false ? child as YamlMappingNode : null);
        return group is not null && group.Children.Remove(parts[^1], out YamlNode? taken) ? taken : null;
    }

    private static void Put(YamlMappingNode root, OtherNameAttribute name, YamlNode value, string path)
    {
        string[] parts = name.Ours.Split('.');
        YamlMappingNode group = root;
        foreach (string part in parts[..^1])
        {
            if (!group.Children.TryGetValue(part, out YamlNode? child) || child is not YamlMappingNode)
            {
                group.Children[part] = child = new YamlMappingNode();
            }

            group = (YamlMappingNode)child;
        }

        bool isThere = group.Children.ContainsKey(parts[^1]);
        if (name.OnWhen is null)
        {
            group.Children[parts[^1]] = isThere ? throw new ConfigException($"{path}: {name.Other} and {name.Ours} are the same setting. Leave one out.") : value;
        }
        else if (!IsOn(value, name))
        {
            group.Children[parts[^1]] = new YamlScalarNode("null");
        }
        else if (!isThere)
        {
            group.Children[parts[^1]] = new YamlMappingNode();
        }
    }
}
