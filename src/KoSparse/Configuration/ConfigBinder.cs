using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace KoSparse.Configuration;

/// <summary>Turns YAML nodes into records and gathers every fault with its line.</summary>
internal sealed class ConfigBinder(string path, IReadOnlySet<YamlNode> overridden)
{
    private readonly List<(long Line, string Text)> _faults = [];

    /// <summary>The setting's name in a file: snake case.</summary>
    public static string NameOf(MemberInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>Makes a value of <paramref name="type"/>; null when it cannot, and the fault is noted.</summary>
    public object? Bind(YamlNode node, Type type) => Bind(node, type, "");

    /// <summary>Throws one exception with all faults in the order of lines.</summary>
    public void ThrowIfFaulty(string what)
    {
        if (_faults.Count > 0)
        {
            IEnumerable<string> lines = _faults.Order().Select(f => $"  - {(f.Line > 0 ? $"line {f.Line}" : "--set")}, {f.Text}");
            throw new ConfigException($"{path}: {what} is not valid.\n{string.Join('\n', lines)}");
        }
    }

    private object? Bind(YamlNode node, Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return node switch
        {
            YamlScalarNode scalar when IsScalar(type) => Scalar(scalar, type, name),
            YamlScalarNode single when ItemType(type) is { } item && IsScalar(item) => List(new YamlSequenceNode(single), item, name),
            YamlSequenceNode list when ItemType(type) is { } item => List(list, item, name),
            YamlMappingNode map when type == typeof(IReadOnlyDictionary<string, double>) => Dictionary(map, name),
            YamlMappingNode map when IsRecord(type) => Record(map, type, name),
            _ => Fault(node, $"{name}: expected {Describe(type)}, found {Describe(node)}"),
        };
    }

    private object? Record(YamlMappingNode map, Type type, string name)
    {
        int before = _faults.Count;
        PropertyInfo[] settings = [.. type.GetProperties().Where(p => p.CanWrite)];
        Dictionary<string, PropertyInfo> byName = settings.ToDictionary(NameOf, StringComparer.Ordinal);
        object record = Activator.CreateInstance(type)!;
        HashSet<string> given = [];
        Dictionary<string, YamlNode> nodes = [];
        foreach ((YamlNode key, YamlNode value) in map)
        {
            string setting = TextOf(key);
            if (!byName.TryGetValue(setting, out PropertyInfo? property))
            {
                Fault(overridden.Contains(value) ? value : key, $"{Join(name, setting)}: {WhyUnknown(setting, type, byName.Keys)}");
                continue;
            }

            given.Add(setting);
            nodes[property.Name] = overridden.Contains(value) ? value : key;
            if (IsNull(value) && IsOptional(property))
            {
                property.SetValue(record, null);
            }
            else if (Bind(value, property.PropertyType, Join(name, setting)) is { } bound)
            {
                property.SetValue(record, bound);
            }
        }

        foreach (PropertyInfo missing in settings.Where(p => IsRequired(p) && !given.Contains(NameOf(p))))
        {
            Fault(map, $"{Join(name, NameOf(missing))}: required, but missing");
        }

        if (_faults.Count == before)
        {
            Validate(record, map, nodes, name);
        }

        return record;
    }

    private static string WhyUnknown(string setting, Type type, IReadOnlyCollection<string> known)
    {
        if (type.GetCustomAttribute<MovedSettingsAttribute>() is { } moved && moved.Names.Contains(setting))
        {
            return $"has moved to section '{moved.Section}': write it as {moved.Section}.{setting}";
        }

        string? nearest = NearestName.Find(setting, known);
        return $"unknown setting; {(nearest is null ? $"known: {string.Join(", ", known)}" : $"did you mean '{nearest}'?")}";
    }

    /// <summary>Checks ranges of the record's own settings, then its rules across settings.</summary>
    private void Validate(object record, YamlNode map, Dictionary<string, YamlNode> nodes, string name)
    {
        List<ValidationResult> results = [];
        _ = Validator.TryValidateObject(record, new ValidationContext(record), results, validateAllProperties: true);
        foreach (ValidationResult result in results)
        {
            string member = result.MemberNames.FirstOrDefault() ?? "";
            PropertyInfo? property = record.GetType().GetProperty(member);
            string setting = property is null ? name : Join(name, NameOf(property));
            RangeAttribute? range = property?.GetCustomAttribute<RangeAttribute>();
            object? value = property?.GetValue(record);
            string reason = range is not null && !range.IsValid(value)
                ? FormattableString.Invariant($"must be between {range.Minimum} and {range.Maximum}, is {value}")
                : result.ErrorMessage ?? "is not valid";
            Fault(nodes.GetValueOrDefault(member, map), $"{setting}: {reason}");
        }
    }

    private object? List(YamlSequenceNode list, Type item, string name)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach ((YamlNode node, int index) in list.Select((n, i) => (n, i)))
        {
            if (Bind(node, item, $"{name}[{index}]") is { } bound)
            {
                items.Add(bound);
            }
        }

        return items;
    }

    private Dictionary<string, double> Dictionary(YamlMappingNode map, string name)
    {
        Dictionary<string, double> values = [];
        foreach ((YamlNode key, YamlNode value) in map)
        {
            string entry = TextOf(key);
            if (Bind(value, typeof(double), Join(name, entry)) is double number)
            {
                values[entry] = number;
            }
        }

        return values;
    }

    private object? Scalar(YamlScalarNode node, Type type, string name)
    {
        string text = node.Value ?? "";
        if (IsNull(node) && type != typeof(string))
        {
            return Fault(node, $"{name}: has no value");
        }

        if (type.IsEnum)
        {
            string[] names = [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
            int index = Array.IndexOf(names, text.Replace('-', '_'));
            return index >= 0
                ? Enum.GetValues(type).GetValue(index)
                : Fault(node, $"{name}: must be one of {string.Join(", ", names)}, is '{text}'");
        }

        return type == typeof(string) ? text
            : type != typeof(bool) ? NumberSetting.Parse(text, type) ?? Fault(node, $"{name}: {NumberSetting.Fault(text, type)}")
            : bool.TryParse(text, out bool flag) ? flag
            : Fault(node, $"{name}: expected {Describe(type)}, is '{text}'");
    }

    private object? Fault(YamlNode node, string text)
    {
        _faults.Add((overridden.Contains(node) ? 0 : node.Start.Line, text));
        return null;
    }

    /// <summary>A name as written; a list or a group in a name's place is told as YAML shows it.</summary>
    private static string TextOf(YamlNode key) => (key as YamlScalarNode)?.Value ?? $"{key}";

    private static string Join(string group, string setting) => group.Length == 0 ? setting : $"{group}.{setting}";

    private static bool IsScalar(Type type) => type.IsEnum || type == typeof(string) || type.IsPrimitive;

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && ItemType(type) is null;

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any, Value: null or "" or "null" or "~" };

    private static bool IsOptional(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static bool IsRequired(PropertyInfo property) =>
        property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute"); // By name: ScottPlot carries a second one.

    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type.IsPrimitive ? NumberSetting.Describe(type)
        : IsScalar(type) ? "a value"
        : ItemType(type) is not null ? "a list"
        : "a group of settings";

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        _ => "a group of settings",
    };
}
