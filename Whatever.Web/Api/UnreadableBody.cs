using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whatever.Model.Problems;

namespace Whatever.Web.Api;

/// <summary>
/// Why a JSON body cannot be bound to what an endpoint takes, by the names on the wire. The binder names a type of the program and an
/// offset in bytes, and stops at the first; whoever wrote the body needs the field, what was found and what is expected, of all at once.
/// </summary>
internal static class UnreadableBody
{
    private const int LongestShown = 60;

    /// <param name="body">The body from its beginning.</param>
    /// <param name="type">What the endpoint takes.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>All that is wrong; empty where nothing was found.</returns>
    public static async Task<IReadOnlyList<Problem>> ExplainAsync(
        Stream body, Type type, JsonSerializerOptions options, CancellationToken cancellation)
    {
        if (body.Length == 0)
        {
            return [new Problem("request.no-body")];
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ExplainFields(document.RootElement, options.GetTypeInfo(type), options)
                : [new Problem("request.no-object", Show(document.RootElement))];
        }
        catch (JsonException problem)
        {
            return [JsonProblems.OfBody(problem)];
        }
    }

    private static List<Problem> ExplainFields(JsonElement body, JsonTypeInfo type, JsonSerializerOptions options)
    {
        var problems = new List<Problem>();
        foreach (var field in body.EnumerateObject())
        {
            var known = type.Properties.FirstOrDefault(
                property => property.Set is not null && property.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                var names = type.Properties.Where(property => property.Set is not null).Select(property => property.Name);
                problems.Add(new Problem("request.unknown-field", field.Name, Expected.OneOf([.. names])).At(field.Name));
            }
            else if (!Fits(field.Value, known.PropertyType, options))
            {
                problems.Add(
                    new Problem("option.value", field.Name, Show(field.Value), ExpectedOf(known.PropertyType)).At(field.Name));
            }
        }

        return problems;
    }

    private static bool Fits(JsonElement value, Type type, JsonSerializerOptions options)
    {
        try
        {
            value.Deserialize(type, options);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Phrase ExpectedOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => Expected.OneOf([.. Enum.GetNames(choice).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)]),
        var plain when plain == typeof(string) => new Phrase("expected.text"),
        var plain when plain == typeof(bool) => new Phrase("expected.bool"),
        var plain when plain == typeof(int) || plain == typeof(long) => new Phrase("expected.whole"),
        _ => new Phrase("expected.number"),
    };

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
    }
}
