using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>
/// A column of words: what the station itself had to say stands there as its code and arguments, so that it is said in the language of who
/// reads it; what a person wrote stands there as it was written.
/// </summary>
public static class StoredPhrase
{
    private const string Code = "code";
    private const string Arguments = "arguments";
    private const string Words = "system.says";
    private const string Reasons = "reason.";
    private static readonly string Begin = $"{{\"{Code}\":";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="phrase">One of those that are stored: its code begins with <c>reason.</c></param>
    public static string Write(Phrase phrase) => ToJson(phrase).ToJsonString(Plain);

    /// <summary>What a person wrote, as it was written: words that look like the station's are marked as a person's.</summary>
    public static string WriteWords(string words) =>
        words.StartsWith(Begin, StringComparison.Ordinal) ? Write(new Phrase(Words, words)) : words;

    /// <returns>Of a person's words those words.</returns>
    public static Phrase Read(string stored)
    {
        if (stored.StartsWith(Begin, StringComparison.Ordinal))
        {
            try
            {
                using var document = JsonDocument.Parse(stored);
                if (
                    FromJson(document.RootElement) is { } read
                        && (read.Code == Words || read.Code.StartsWith(Reasons, StringComparison.Ordinal)))
                {
                    return read;
                }
            }
            catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // Somebody wrote something that looks like it.
            }
        }

        return new Phrase("system.says", stored);
    }

    private static JsonObject ToJson(Phrase phrase) => new()
    {
        [Code] = phrase.Code,
        [Arguments] = new JsonArray([.. phrase.Arguments.Select(ToNode)]),
    };

    private static JsonNode? ToNode(object? argument) => argument switch
    {
        null => null,
        Phrase part => ToJson(part),
        int number => number,
        long number => number,
        double number when double.IsFinite(number) => number,
        _ => Convert.ToString(argument, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Phrase FromJson(JsonElement stored) =>
        new(stored.GetProperty(Code).GetString() ?? "", [.. stored.GetProperty(Arguments).EnumerateArray().Select(FromNode)]);

    private static object? FromNode(JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => FromJson(argument),
        JsonValueKind.Number => argument.TryGetInt64(out var whole) ? whole : argument.GetDouble(),
        _ => argument.GetString(),
    };
}
