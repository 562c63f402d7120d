using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KoSparse.Configuration;

/// <summary>Writes a resolved config, every default included, in the form that <see cref="ConfigReader"/> reads.</summary>
public static class ConfigWriter
{
    /// <summary>The config as YAML.</summary>
    public static string ToYaml(object config) =>
        new SerializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
            .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
            .Build()
            .Serialize(config);
}
