using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Whatever.Model.Series;
using Whatever.Tests.Support;

namespace Whatever.Tests.Architecture;

/// <summary>
/// What others can build on: every public member of Whatever.Model stands in <c>PublicApi.txt</c>, so that a change of it is seen in a
/// review. Where it is meant, <c>PublicApi.received.txt</c> takes the place of that file.
/// </summary>
public sealed class PublicApiTests
{
    private const string Approved = "Whatever.Tests/Architecture/PublicApi.txt";
    private const string Received = "Whatever.Tests/Architecture/PublicApi.received.txt";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Model_PublicMembers_AreThoseOfTheList()
    {
        var found = List(typeof(Quantity).Assembly);
        var path = Path.Combine(Repository.Root, Received);
        if (found == Repository.Read(Approved).ReplaceLineEndings("\n"))
        {
            File.Delete(path);
            return;
        }

        File.WriteAllText(path, found);
        Assert.Fail($"The public API of Whatever.Model is not that of {Approved}; where that is meant, put {Received} in its place.");
    }

    private static string List(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(NameOf(type)).Append('\n');
            foreach (var member in type.GetMembers(Declared).Select(Describe).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <returns>Null for what a compiler made or nobody else can see.</returns>
    private static string? Describe(MemberInfo member) => member switch
    {
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) => null,
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily => $"{NameOf(field.FieldType)} {field.Name}",
        PropertyInfo property when property.GetMethod is { } get && (get.IsPublic || get.IsFamily) =>
            $"{NameOf(property.PropertyType)} {property.Name}{Parameters(property.GetIndexParameters())} "
                + $"{{ get;{(property.SetMethod is { IsPublic: true } set ? IsInit(set) ? " init;" : " set;" : "")} }}",
        ConstructorInfo { IsStatic: false } made when made.IsPublic || made.IsFamily => $"new({ListOf(made.GetParameters())})",
        MethodInfo { IsSpecialName: false } method when method.IsPublic || method.IsFamily =>
            $"{NameOf(method.ReturnType)} {method.Name}({ListOf(method.GetParameters())})",
        _ => null,
    };

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0 ? "" : $"[{ListOf(parameters)}]";

    private static string ListOf(ParameterInfo[] parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{NameOf(parameter.ParameterType)} {parameter.Name}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return $"ref {NameOf(type.GetElementType()!)}";
        }

        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!)}[]";
        }

        var name = type.IsGenericParameter
            ? type.Name
            : type.Namespace == "System" ? type.Name
            : type.FullName ?? $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name.Split('`')[0].Split('[')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : name;
    }
}
