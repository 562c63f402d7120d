using System.Reflection;
using System.Runtime.CompilerServices;

namespace KoSparse.Tests.Api;

/// <summary>What a library shows to others, as stable text: a type at the margin, its members below it, all sorted.</summary>
/// <remarks>What the compiler adds to records is left out. Types have namespaces but those of <c>System</c>.</remarks>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The lines of an assembly.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => type.IsVisible && !type.Name.Contains('<', StringComparison.Ordinal))
            .Select(type => (Head: Head(type), Members: Members(type)))
            .OrderBy(type => type.Head, StringComparer.Ordinal)
            .SelectMany(type => type.Members.Order(StringComparer.Ordinal).Select(member => "    " + member).Prepend(type.Head)),
    ];

    private static string Head(Type type)
    {
        bool isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        string kind = typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(isRecord ? "record " : "")}struct"
            : (type.IsAbstract ? type.IsSealed ? "static " : "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record" : "class");
        IEnumerable<string> parents = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(i => i.IsVisible && !(isRecord && i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(ApiNames.Of).Order(StringComparer.Ordinal);
        if (type is { IsClass: true, BaseType: Type parent } && parent != typeof(object) && kind != "delegate")
        {
            parents = parents.Prepend(ApiNames.Of(parent));
        }

        string inherited = string.Join(", ", type.IsEnum || kind == "delegate" ? [] : parents);
        return $"{ApiNames.Of(type)}: {kind}{(inherited.Length > 0 ? " : " + inherited : "")}{Constraints(type.GetGenericArguments())}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumNames().Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [Describe(type.GetMethod("Invoke")!)];
        }

        HashSet<MethodInfo> accessors =
        [
            .. type.GetProperties(Declared).SelectMany(p => p.GetAccessors(nonPublic: true)),
            .. type.GetEvents(Declared).SelectMany(e => (MethodInfo?[])[e.AddMethod, e.RemoveMethod]).OfType<MethodInfo>(),
        ];
        return type.GetConstructors(Declared).Where(IsShown).Select(Describe)
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(Describe))
            .Concat(type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(IsShown)).Where(p => p.Name != "EqualityContract").Select(Describe))
            .Concat(type.GetEvents(Declared).Where(e => IsShown(e.AddMethod!)).Select(e => $"event {ApiNames.Of(e.EventHandlerType!)} {e.Name}"))
            .Concat(type.GetMethods(Declared).Where(m => IsShown(m) && !accessors.Contains(m) && !IsMade(m)).Select(Describe));
    }

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Members of records that no one wrote.</summary>
    private static bool IsMade(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.Contains('<', StringComparison.Ordinal);

    private static string Describe(ConstructorInfo constructor) =>
        $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

    private static string Describe(FieldInfo field)
    {
        string type = ApiNames.Of(new NullabilityInfoContext().Create(field));
        return field.IsLiteral
            ? $"const {type} {field.Name} = {ApiNames.Value(field.GetRawConstantValue(), field.FieldType)}"
            : $"{(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string Describe(PropertyInfo property)
    {
        MethodInfo[] shown = [.. property.GetAccessors(nonPublic: true).Where(IsShown)];
        string required = property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
        string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(p => ApiNames.Of(p, false)))}]" : property.Name;
        IEnumerable<string> accessors = shown.Select(a => a == property.GetMethod ? "get;" : IsInit(a) ? "init;" : "set;").Order(StringComparer.Ordinal);
        return $"{Access(shown[0])}{required}{ApiNames.Of(new NullabilityInfoContext().Create(property))} {name} {{ {string.Join(' ', accessors)} }}";
    }

    private static string Describe(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        string returned = ApiNames.Of(new NullabilityInfoContext().Create(method.ReturnParameter));
        return $"{Access(method)}{returned} {method.Name}{generic}({Parameters(method)})" +
            Constraints(method.IsGenericMethodDefinition ? method.GetGenericArguments() : []);
    }

    private static string Parameters(MethodBase method)
    {
        bool isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(p => ApiNames.Of(p, isExtension && p.Position == 0)));
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Access(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") +
        (method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? "" : method.IsAbstract ? "abstract "
            : method.IsVirtual && !method.IsFinal ? (method as MethodInfo)?.GetBaseDefinition() != method ? "override " : "virtual " : "");

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(a => a.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes flags = argument.GenericParameterAttributes;
        bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] all =
        [
            .. isStruct ? ["struct"] : flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(ApiNames.Of).Order(StringComparer.Ordinal),
            .. !isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return all.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));
}
