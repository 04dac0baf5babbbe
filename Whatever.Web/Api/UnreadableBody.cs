using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Api;

/// <summary>
/// Why a JSON body cannot be bound to what an endpoint takes, by the names on the wire. The binder names a type of the program and an
/// offset in bytes, and stops at the first; whoever wrote the body needs the field, what was found and what is expected, of all at once.
/// </summary>
internal static class UnreadableBody
{
    /// <summary>Of a body that is nothing but wrong fields the first ones tell enough.</summary>
    private const int MostProblems = 20;

    /// <param name="body">The body from its beginning.</param>
    /// <param name="type">What the endpoint takes.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>All that is wrong; empty where nothing was found.</returns>
    public static async Task<IReadOnlyList<Problem>> ExplainAsync(
        Stream body, Type type, JsonSerializerOptions options, CancellationToken cancellation)
    {
        var bytes = await JsonBody.ReadAsync(body, UnreadableRequests.LargestCommand, cancellation);
        if (bytes.IsEmpty)
        {
            return [new Problem("request.no-body")];
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ExplainFields(document.RootElement, options.GetTypeInfo(type), options)
                : [new Problem("request.no-object", JsonProblems.Found(document.RootElement))];
        }
        catch (JsonException problem)
        {
            return [JsonProblems.OfBody(problem, bytes)];
        }
        catch (InvalidOperationException)
        {
            // JSON is read as bytes; that a name or a text is none, such as one of a Korean console, shows where it is taken out.
            return [new Problem("json.no-text", new Phrase("json.body"))];
        }
    }

    private static List<Problem> ExplainFields(JsonElement body, JsonTypeInfo type, JsonSerializerOptions options)
    {
        var problems = new List<Problem>();
        foreach (var field in body.EnumerateObject())
        {
            if (problems.Count == MostProblems)
            {
                break;
            }

            var known = type.Properties.FirstOrDefault(
                property => property.Set is not null && property.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                var names = type.Properties.Where(property => property.Set is not null).Select(property => property.Name);
                var name = Excerpt.Of(field.Name);
                problems.Add(new Problem("request.unknown-field", name, Expected.OneOf([.. names])).At(name));
            }
            else if (!Fits(field.Value, known.PropertyType, options))
            {
                var found = field.Value.GetRawText();
                problems.Add(
                    new Problem("option.value", field.Name, Excerpt.Of(found), Expected.Value(known.PropertyType, found)).At(field.Name));
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
}
