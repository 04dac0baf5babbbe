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
            return TryFindEach(document, path, out found);
        }
        catch (InvalidOperationException)
        {
            // A name in the document is half a letter: it can be sent, but not compared.
            return false;
        }
    }

    private static bool TryFindEach(JsonElement document, string path, out JsonElement found)
    {
        found = document;
        foreach (Match step in Step().Matches(path))
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
