using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>
/// A place in a JSON document, written as in JavaScript: <c>flow.rate</c>, <c>values[0].v</c>, <c>["flow rate"]</c>; a <c>$.</c> in front
/// may stand.
/// </summary>
internal static partial class JsonPlace
{
    public static bool IsValid(string path) => Whole().IsMatch(path);

    /// <returns>False where the document has nothing there.</returns>
    public static bool TryFind(JsonElement document, string path, out JsonElement found)
    {
        found = document;
        try
        {
            return TryFindEach(document, Step().Matches(path), out found);
        }
        catch (InvalidOperationException)
        {
            // A name in the document is half a letter: it can be sent, but not compared.
            return false;
        }
    }

    /// <summary>The last name of a path; empty where it ends with a number.</summary>
    public static string LastOf(string path) => Step().Matches(path).LastOrDefault() is { } last ? NameOf(last) : "";

    /// <summary>The members of the object that a value stands in, the value included.</summary>
    /// <param name="document">Of the value.</param>
    /// <param name="path">Of the value.</param>
    public static IReadOnlyList<JsonProperty> Beside(JsonElement document, string path)
    {
        try
        {
            return TryFindEach(document, Step().Matches(path).SkipLast(1), out var around) && around.ValueKind == JsonValueKind.Object
                ? [.. around.EnumerateObject().Where(HasName)]
                : [];
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>Half a letter is none.</summary>
    private static bool HasName(JsonProperty member)
    {
        try
        {
            return member.Name.Length > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryFindEach(JsonElement document, IEnumerable<Match> steps, out JsonElement found)
    {
        found = document;
        foreach (var step in steps)
        {
            var isThere = step.Groups["index"] is { Success: true } index
                ? TryItem(found, index.Value, out found)
                : found.ValueKind == JsonValueKind.Object && found.TryGetProperty(NameOf(step), out found);
            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }

    private static string NameOf(Match step) =>
        step.Groups["quoted"] is { Success: true } quoted ? quoted.Value : step.Groups["name"].Value;

    private static bool TryItem(JsonElement list, string index, out JsonElement item)
    {
        var isThere = list.ValueKind == JsonValueKind.Array
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < list.GetArrayLength();
        item = isThere ? list[int.Parse(index, CultureInfo.InvariantCulture)] : list;
        return isThere;
    }

    [GeneratedRegex("""^(\$|(\$\.?)?(?<step>[^.\[\]"$][^.\[\]"]*|\[\d{1,9}\]|\["[^"]+"\])(\.[^.\[\]"]+|\[\d{1,9}\]|\["[^"]+"\])*)\z""")]
    private static partial Regex Whole();

    [GeneratedRegex("""\[(?<index>\d+)\]|\["(?<quoted>[^"]+)"\]|(?<name>[^.\[\]"$][^.\[\]"]*)""")]
    private static partial Regex Step();
}
