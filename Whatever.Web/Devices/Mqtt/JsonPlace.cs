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

    /// <summary>The first member of one of some names, in any case, that stands in one object with a value.</summary>
    /// <param name="document">Of the value.</param>
    /// <param name="path">Of the value.</param>
    /// <param name="names">The first one counts before the others.</param>
    /// <returns>Null where none stands there.</returns>
    public static JsonProperty? FindBeside(JsonElement document, string path, IEnumerable<string> names)
    {
        try
        {
            if (!TryFindEach(document, Step().Matches(path).SkipLast(1), out var around) || around.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var members = around.EnumerateObject().ToList();
            return names.SelectMany(name => members.Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .Select(member => (JsonProperty?)member).FirstOrDefault();
        }
        catch (InvalidOperationException)
        {
            return null;
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
