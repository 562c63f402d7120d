using System.Reflection;
using KoSparse.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KoSparse.Configuration;

/// <summary>Reads a YAML file strictly into a tree of records: a typo must never train silently.</summary>
public static class ConfigReader
{
    /// <summary>Reads a config, applies overrides, and validates it.</summary>
    /// <typeparam name="T">Record whose properties are the settings, in snake case.</typeparam>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Settings of the form <c>path.to.setting=value</c>, applied in order.</param>
    /// <param name="tell">Told which settings were there by the name of others, when given.</param>
    /// <exception cref="ConfigException">
    /// The file is missing or not YAML, a name is unknown or given twice, a value is missing, of the wrong type or out of range.
    /// </exception>
    public static T Read<T>(string path, IEnumerable<string>? overrides = null, Action<string>? tell = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Bind<T>(Load(path), path, overrides ?? [], tell);
    }

    /// <summary>Applies overrides to settings that were read otherwise, and validates them.</summary>
    /// <typeparam name="T">Record whose properties are the settings, in snake case.</typeparam>
    /// <param name="start">The settings.</param>
    /// <param name="overrides">Settings of the form <c>path.to.setting=value</c>, applied in order.</param>
    /// <param name="source">Where the settings come from, for messages.</param>
    /// <exception cref="ConfigException">A name is unknown, or a value is of the wrong type or out of range.</exception>
    public static T Change<T>(T start, IEnumerable<string> overrides, string source)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(overrides);
        return Bind<T>(Parse(new StringReader(ConfigWriter.ToYaml(start)), source), source, overrides);
    }

    private static T Bind<T>(YamlMappingNode root, string path, IEnumerable<string> overrides, Action<string>? tell = null)
        where T : class
    {
        // By reference: two nodes with the same text are equal otherwise.
        HashSet<YamlNode> overridden = new(
            overrides.SelectMany(text => Override(root, text)), ReferenceEqualityComparer.Instance);
        foreach (string sentence in OtherNames.Apply(root, typeof(T).GetCustomAttributes<OtherNameAttribute>(), path))
        {
            tell?.Invoke(sentence);
        }

        var binder = new ConfigBinder(path, overridden);
        var config = (T?)binder.Bind(root, typeof(T));
        binder.ThrowIfFaulty(typeof(T).Name);
        return config!;
    }

    private static YamlMappingNode Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigException($"{path}: no such config. 'ls configs' shows the ones that come with KoSparse.");
        }

        try
        {
            using var reader = new StringReader(InputFile.ReadText(path));
            return Parse(reader, path);
        }
        catch (InputException exception)
        {
            throw new ConfigException(exception.Message, exception);
        }
    }

    private static YamlMappingNode Parse(TextReader reader, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw new ConfigException($"{path}: expected one mapping of settings, such as 'model:' with its settings below.");
        }
        catch (YamlException exception)
        {
            throw new ConfigException($"{path}, line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException) // the library's, of a text that is hardly YAML
        {
            throw new ConfigException($"{path}: not YAML ({exception.Message}). Compare it with a file of configs/.", exception);
        }
    }

    /// <summary>Puts a value in its place in the tree.</summary>
    /// <returns>The nodes that came with it: the groups that the config lacked, and those of the value.</returns>
    private static IReadOnlyList<YamlNode> Override(YamlMappingNode root, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new ConfigException($"--set {text}: expected path=value, such as --set training.epochs=2.");
        }

        string[] path = text[..equals].Split('.');
        YamlNode value = ParseValue(text, text[(equals + 1)..]);
        YamlMappingNode node = root;
        List<YamlNode> made = [];
        foreach (string name in path[..^1])
        {
            if (!node.Children.TryGetValue(name, out YamlNode? child))
            {
                node.Children[name] = child = new YamlMappingNode();
                made.Add(child);
            }

            node = child as YamlMappingNode
                ?? throw new ConfigException($"--set {text}: '{name}' is a value, not a group of settings.");
        }

        node.Children[path[^1]] = value;
        return [.. made, .. value.AllNodes];
    }

    private static YamlNode ParseValue(string text, string value)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(value));
            return stream.Documents.Count == 0 ? new YamlScalarNode("") : stream.Documents[0].RootNode;
        }
        catch (YamlException exception)
        {
            throw new ConfigException($"--set {text}: the value is not YAML: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }
}
