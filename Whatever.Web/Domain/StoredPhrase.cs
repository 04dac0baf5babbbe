using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>
/// A column of words: what the station itself had to say stands there as its code and arguments, so that it is said in the language of who
/// reads it; what a person wrote stands there as it was written. Which of both it can be depends on who writes the column:
/// <see cref="Read"/> is for those that persons write, <see cref="ReadOwn"/> for those that only the station writes.
/// </summary>
public static class StoredPhrase
{
    private const string Code = "code";
    private const string Arguments = "arguments";
    private const string Words = "system.says";
    private const string Reasons = "reason.";
    private const string Day = "day";
    private const string Time = "time";
    private const string DayFormat = "yyyy-MM-dd";
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss";
    private static readonly string Begin = $"{{\"{Code}\":";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="phrase">In a column that persons write too, one whose code begins with <c>reason.</c></param>
    public static string Write(Phrase phrase) => ToJson(phrase).ToJsonString(Plain);

    /// <summary>What a person wrote, as it was written: words that look like the station's are marked as a person's.</summary>
    public static string WriteWords(string words) =>
        words.StartsWith(Begin, StringComparison.Ordinal) ? Write(new Phrase(Words, words)) : words;

    /// <summary>Of a column that persons write: only reasons are taken for the station's.</summary>
    /// <returns>Of a person's words those words.</returns>
    public static Phrase Read(string stored) =>
        Parse(stored) is { } read && (read.Code == Words || read.Code.StartsWith(Reasons, StringComparison.Ordinal))
            ? read
            : new Phrase("system.says", stored);

    /// <summary>Of a column that only the station writes, such as what a job did: any of its sentences may stand there.</summary>
    /// <returns>Of a row that was written as an English sentence, before sentences were data, that sentence.</returns>
    public static Phrase ReadOwn(string stored) => Parse(stored) ?? new Phrase("system.says", stored);

    /// <returns>Null for words.</returns>
    private static Phrase? Parse(string stored)
    {
        if (!stored.StartsWith(Begin, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(stored);
            return FromJson(document.RootElement) is { Code.Length: > 0 } read ? read : null;
        }
        catch (Exception problem) when (
            problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Somebody wrote something that looks like it.
            return null;
        }
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
        DateOnly day => new JsonObject { [Day] = day.ToString(DayFormat, CultureInfo.InvariantCulture) },
        DateTime time => new JsonObject { [Time] = time.ToString(TimeFormat, CultureInfo.InvariantCulture) },
        byte number => number,
        short number => number,
        ushort number => number,
        int number => number,
        uint number => number,
        long number => number,
        double number when double.IsFinite(number) => number,
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture),
    };

    private static Phrase FromJson(JsonElement stored) =>
        new(stored.GetProperty(Code).GetString() ?? "", [.. stored.GetProperty(Arguments).EnumerateArray().Select(FromNode)]);

    private static object? FromNode(JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object when argument.TryGetProperty(Day, out var day) =>
            DateOnly.ParseExact(day.GetString() ?? "", DayFormat, CultureInfo.InvariantCulture),
        JsonValueKind.Object when argument.TryGetProperty(Time, out var time) =>
            DateTime.ParseExact(time.GetString() ?? "", TimeFormat, CultureInfo.InvariantCulture),
        JsonValueKind.Object => FromJson(argument),
        JsonValueKind.Number => argument.TryGetInt64(out var whole) ? (object)whole : argument.GetDouble(),
        _ => argument.GetString(),
    };
}
