using System.Globalization;
using System.Reflection;

namespace KoSparse.Tests.Api;

/// <summary>Types, parameters and values as C# writes them; types of <c>System</c> without their namespace.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    /// <summary>A type where no nullability is said.</summary>
    public static string Of(Type type) => Of(type, null);

    /// <summary>The type of a member or parameter with its question marks.</summary>
    public static string Of(NullabilityInfo info) => Of(info.Type, info);

    /// <summary>A parameter with its modifiers and default.</summary>
    public static string Of(ParameterInfo parameter, bool isExtended)
    {
        string modifier = isExtended ? "this "
            : parameter.IsOut ? "out "
            : parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : "";
        string text = $"{modifier}{Of(new NullabilityInfoContext().Create(parameter))} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : text;
    }

    /// <summary>A constant as it is written.</summary>
    public static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text.ReplaceLineEndings("\\n")}\"",
        bool truth => truth ? "true" : "false",
        _ when type.IsEnum => $"({Of(type)}){Convert.ToInt64(value, CultureInfo.InvariantCulture)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Of(Type type, NullabilityInfo? info)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, info?.ElementType ?? info);
        }

        if (Nullable.GetUnderlyingType(type) is Type value)
        {
            return Of(value, info?.GenericTypeArguments.FirstOrDefault()) + "?";
        }

        string mark = !type.IsValueType && info?.ReadState == NullabilityState.Nullable ? "?" : "";
        return type.IsArray ? $"{Of(type.GetElementType()!, info?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}"
            : type.IsPointer ? $"{Of(type.GetElementType()!)}*"
            : Keywords.TryGetValue(type, out string? keyword) ? keyword + mark
            : Qualified(type) + Arguments(type, info) + mark;
    }

    private static string Qualified(Type type)
    {
        string name = type.Name.Split('`')[0];
        return type.IsGenericParameter ? name
            : type.DeclaringType is Type outer ? $"{Qualified(outer)}.{name}"
            : type.Namespace is null or "System" || type.Namespace.StartsWith("System.", StringComparison.Ordinal) ? name
            : $"{type.Namespace}.{name}";
    }

    private static string Arguments(Type type, NullabilityInfo? info)
    {
        Type[] arguments = type.GetGenericArguments();
        NullabilityInfo[] known = info?.GenericTypeArguments ?? [];
        return arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select((a, i) => Of(a, i < known.Length ? known[i] : null)))}>";
    }
}
