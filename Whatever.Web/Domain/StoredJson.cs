using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whatever.Web.Domain;

/// <summary>Plain data of the model as it is stored: what can be computed is left out, and what is as it was made, too.</summary>
public static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"The stored {typeof(T).Name} is null.");
}
