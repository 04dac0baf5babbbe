using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Whatever.Model.Problems;

/// <summary>
/// Says in plain words why JSON was refused. The reader knows the place, the names and the kind; its sentences are for programmers.
/// </summary>
public static partial class JsonProblems
{
    /// <summary>What is wrong with the body of a request.</summary>
    /// <param name="exception">Of the reader.</param>
    /// <param name="json">What was read, in UTF-8, without a byte order mark.</param>
    public static Problem OfBody(JsonException exception, ReadOnlyMemory<byte> json) =>
        Of(exception, new Phrase("json.body"), json);

    /// <summary>What is wrong with a document. <see cref="Problem.Field"/> is the path of the field, where it is one.</summary>
    /// <param name="exception">Of the reader.</param>
    /// <param name="subject">What the document is called: the path of a file, or a <see cref="Phrase"/>.</param>
    /// <param name="json">What was read, in UTF-8, without a byte order mark; with it the sentence says what was found.</param>
    public static Problem Of(JsonException exception, object subject, ReadOnlyMemory<byte>? json = null)
    {
        if (exception.InnerException is JsonException || (exception.Path is null && exception.LineNumber is not null))
        {
            return OfSyntax(exception, subject, json);
        }

        var field = FieldOf(exception.Path);
        var problem =
            Missing().Match(exception.Message) is { Success: true } missing
                ? new Problem(
                    "json.missing", subject, string.Join(", ", missing.Groups[1].Captures.Select(name => Join(field, name.Value))))
            : Unmapped().IsMatch(exception.Message) && field.Length > 0 ? new Problem("json.unknown", subject, field)
            : NullRefused().IsMatch(exception.Message) ? OfValue(subject, field, "null", new Phrase("expected.a-value"))
            : Converted().Match(exception.Message) is { Success: true } converted
                ? OfKind(subject, exception.Path, converted.Groups[1].Value, json)
            : field.Length > 0 ? new Problem("json.unfit-field", subject, field)
            : new Problem("json.unfit", subject);
        return field.Length > 0 ? problem.At(field) : problem;
    }

    /// <summary>What stands there, for a sentence: a value as it is written, of an object or a list that it is one.</summary>
    /// <param name="element">Of a document.</param>
    public static object Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Phrase("expected.object"),
        JsonValueKind.Array => new Phrase("expected.list"),
        _ => Excerpt.Of(Written(element)),
    };

    /// <summary>A value as it is written; what is no UTF-8 of it is replaced, so that any value can be shown.</summary>
    /// <param name="element">Of a document.</param>
    public static string Written(JsonElement element) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Where reading stopped, counted from 1 on, as a part of a sentence.</summary>
    /// <param name="exception">Of the reader.</param>
    /// <param name="json">What was read, in UTF-8; with it letters are counted, without it bytes.</param>
    public static Phrase PlaceOf(JsonException exception, ReadOnlyMemory<byte>? json = null)
    {
        var (line, column) = Locate(exception, (json ?? default).Span, out _);
        return new Phrase("json.place", line, column);
    }

    private static Problem OfSyntax(JsonException exception, object subject, ReadOnlyMemory<byte>? json)
    {
        var (line, column) = Locate(exception, (json ?? default).Span, out var left);
        return TooDeep().Match(exception.Message) is { Success: true } deep
                ? new Problem("json.too-deep", subject, deep.Groups[1].Value, line, column)
            : json is not { Span: var text } ? new Problem("json.syntax", subject, line, column)
            : IsWide(text) ? new Problem("json.no-text", subject)
            : text.Trim(" \t\r\n"u8).IsEmpty ? new Problem("json.empty", subject)
            : left.Trim(" \t\r\n"u8).IsEmpty ? new Problem("json.cut", subject, line, column)
            : new Problem("json.syntax", subject, line, column);
    }

    /// <summary>UTF-16, as some programs save it: no letter of JSON is a zero byte.</summary>
    private static bool IsWide(ReadOnlySpan<byte> json) => json is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..];

    private static (long Line, int Column) Locate(JsonException exception, ReadOnlySpan<byte> json, out ReadOnlySpan<byte> left)
    {
        var (line, bytes) = (exception.LineNumber ?? 0, (int)(exception.BytePositionInLine ?? 0));
        var rest = json;
        for (var skipped = 0L; skipped < line && rest.IndexOf((byte)'\n') is >= 0 and var end; skipped++)
        {
            rest = rest[(end + 1)..];
        }

        left = bytes <= rest.Length ? rest[bytes..] : [];
        return (line + 1, bytes <= rest.Length ? Encoding.UTF8.GetCharCount(rest[..bytes]) + 1 : bytes + 1);
    }

    private static Problem OfKind(object subject, string? path, string type, ReadOnlyMemory<byte>? json)
    {
        var (found, written) = FoundAt(path, json);
        var whole = Resolve(type);
        return OfValue(
            subject, FieldOf(path), found,
            whole is null ? new Phrase("expected.object") : Expected.Value(MemberType(whole, path) ?? whole, written));
    }

    /// <summary>Of a record the reader names the whole and not the part whose value does not fit.</summary>
    /// <returns>The type of the part; null where the type has none of that name.</returns>
    private static Type? MemberType(Type type, string? path)
    {
        var member = Step().Matches(path ?? "").LastOrDefault()?.Groups["name"].Value;
        return type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? null : type.GetProperties()
            .FirstOrDefault(part => JsonNamingPolicy.SnakeCaseLower.ConvertName(part.Name) == member || part.Name == member)
            ?.PropertyType;
    }

    /// <summary>The reader names types without their assemblies.</summary>
    private static Type? Resolve(string name) => Type.GetType(
        name, assembly => null,
        (_, part, ignoreCase) => AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(part, throwOnError: false, ignoreCase))
            .FirstOrDefault(found => found is not null));

    private static Problem OfValue(object subject, string field, object? found, Phrase expected) => (field, found) switch
    {
        ("", null) => new Problem("json.document-unseen", subject, expected),
        ("", _) => new Problem("json.document", subject, found, expected),
        (_, null) => new Problem("json.value-unseen", subject, field, expected),
        _ => new Problem("json.value", subject, field, found, expected),
    };

    /// <returns>What stands at the path; null where that cannot be told.</returns>
    private static (object? Found, string? Written) FoundAt(string? path, ReadOnlyMemory<byte>? json)
    {
        if (json is not { } text || path is null)
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 128 });
            var at = document.RootElement;
            foreach (Match step in Step().Matches(path))
            {
                if (step.Groups["index"] is { Success: true } index
                    ? at.ValueKind != JsonValueKind.Array || !TryItem(at, index.Value, out at)
                    : at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Groups["name"].Value, out at))
                {
                    return (null, null);
                }
            }

            return (Found(at), at.GetRawText());
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The latter: its bytes are no UTF-8.
            return (null, null);
        }
    }

    private static bool TryItem(JsonElement list, string index, out JsonElement item)
    {
        var place = int.Parse(index, System.Globalization.CultureInfo.InvariantCulture);
        item = place < list.GetArrayLength() ? list[place] : default;
        return item.ValueKind != JsonValueKind.Undefined;
    }

    private static string FieldOf(string? path) => Quoted().Replace((path ?? "").TrimStart('$'), ".$1").TrimStart('.');

    private static string Join(string field, string name) => field.Length > 0 ? $"{field}.{name}" : name;

    [GeneratedRegex(@"maximum configured depth of (\d+)")]
    private static partial Regex TooDeep();

    [GeneratedRegex(@"was missing required properties including: (?:'([^']*)'[,;.\s]*)+")]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property '.*' could not be mapped to any")]
    private static partial Regex Unmapped();

    [GeneratedRegex("doesn't allow (?:setting )?null values|null value", RegexOptions.IgnoreCase)]
    private static partial Regex NullRefused();

    [GeneratedRegex(@"could not be converted to (\S+?)\.(?: Path|\s|$)")]
    private static partial Regex Converted();

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\[(?<index>[0-9]+)\]|\['(?<name>[^']*)'\]")]
    private static partial Regex Step();

    [GeneratedRegex(@"\['([^']*)'\]")]
    private static partial Regex Quoted();
}
