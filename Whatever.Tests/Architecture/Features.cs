using System.Reflection;
using Whatever.Web;

namespace Whatever.Tests.Architecture;

/// <summary>The folders of the station and what they may know of each other.</summary>
internal static class Features
{
    /// <summary>Steps of the flow: they hand over by data alone.</summary>
    public static readonly string[] All =
        [
            "Readings", "Devices", "Forecasting", "Monitoring", "Alarms", "Delivery", "Models", "Retention", "Stations", "Backups",
            "People", "Health", "Logs", "Notifications",
        ];

    /// <summary>Folders that put features together, so they may know any of them; no feature may know them.</summary>
    public static readonly string[] Composers = ["Demo", "Components", "Api", "Commands", "Scheduling", "Security", "Rescue"];

    /// <summary>Features that know another one, each with its reason. There is none.</summary>
    public static readonly (string From, string To)[] Justified = [];

    /// <summary>What every feature may know.</summary>
    public static readonly string[] Ground = ["Domain", "Storage"];

    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static bool MayKnow(string from, string to) => from switch
    {
        _ when from == to => true,
        "Domain" => false,
        "Storage" => to == "Domain",
        _ => Ground.Contains(to) || Justified.Contains((from, to)),
    };

    /// <summary>The folder of a type of the station: "" at its top, null for any other type.</summary>
    public static string? FolderOf(Type type)
    {
        var parts = (type.Namespace ?? "").Split('.');
        return type.Assembly != typeof(StationServices).Assembly || parts is not ["Whatever", "Web", ..]
            ? null
            : parts.ElementAtOrDefault(2) ?? "";
    }

    public static IEnumerable<Type> TypesOf(string folder) =>
        typeof(StationServices).Assembly.GetTypes().Where(type => FolderOf(type) == folder);

    /// <summary>
    /// Types in the signatures, fields and local variables of a type; what is generated for lambdas and async methods is nested in it and
    /// comes by itself.
    /// </summary>
    public static IEnumerable<Type> Known(Type type)
    {
        var methods = type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).ToList();
        return new[] { type.BaseType }.Concat(type.GetInterfaces())
            .Concat(type.GetFields(Everything).Select(field => field.FieldType))
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
            .OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType
            ? Parts(type.GetElementType()!)
            : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
            : [type];
}
