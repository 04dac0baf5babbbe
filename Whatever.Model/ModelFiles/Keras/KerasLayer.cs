using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Keras;

/// <summary>A layer as a Keras file describes it.</summary>
/// <param name="ClassName">Such as LSTM.</param>
/// <param name="Name">Such as lstm_1.</param>
/// <param name="Config">Its settings.</param>
/// <param name="ArchivePath">Where an archive keeps its weights.</param>
/// <param name="Group">Where an .h5 file keeps its weights: under its own name, or that of the outermost model that it is nested
/// in.</param>
internal sealed record KerasLayer(string ClassName, string Name, JsonElement Config, string ArchivePath, string Group)
{
    public override string ToString() => ProblemTexts.English(Words);

    /// <summary>What to call it.</summary>
    public Phrase Words => new Phrase("keras.layer", Name, ClassName);

    /// <summary>The first of the keys that is there and not null; Keras renamed many.</summary>
    public JsonElement? Find(params string[] keys) => keys.Select(key => Config.Find(key)).FirstOrDefault(found => found is not null);

    public bool Flag(bool otherwise, params string[] keys) => Find(keys) is { } found ? found.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refuse(new Problem("keras.not-bool", keys[0], found)),
    } : otherwise;

    public int Int(params string[] keys) => OptionalInt(keys) ?? throw Refuse(new Problem("keras.setting-missing", keys[0]));

    /// <summary>A number, or a list of one.</summary>
    public int? OptionalInt(params string[] keys)
    {
        var found = Find(keys);
        if (found is { ValueKind: JsonValueKind.Array } list)
        {
            found = list.GetArrayLength() == 1 ? list[0] : throw Refuse(new Problem("keras.not-one-number", keys[0], list));
        }

        return found is null ? null : found.Value.ValueKind == JsonValueKind.Number && found.Value.TryGetInt32(out var number) ? number
            : throw Refuse(new Problem("keras.not-whole", keys[0], found));
    }

    /// <summary>A number, or an array of no axes as some versions write it.</summary>
    public double? Number(params string[] keys)
    {
        var found = Find(keys);
        if (found is { ValueKind: JsonValueKind.Object } array)
        {
            found = array.Find("value");
        }

        return found is null
            ? null
            : found.Value.ValueKind == JsonValueKind.Number ? found.Value.GetDouble()
            : throw Refuse(new Problem("keras.not-number", keys[0], found));
    }

    public string Text(string otherwise, params string[] keys) =>
        Find(keys) is { } found
            ? found.ValueKind == JsonValueKind.String ? found.GetString()!
            : throw Refuse(new Problem("keras.not-text", keys[0], found))
            : otherwise;

    /// <exception cref="ModelFileException">The setting has another value than the one supported.</exception>
    public void Require(bool holds, Phrase found, object expected)
    {
        if (!holds)
        {
            throw Refuse(new Problem("keras.found-expected", found, expected));
        }
    }

    /// <summary>The file's name is put in front where it is known.</summary>
    public ModelFileException Refuse(Phrase what) => new(new Problem("file.sentence", Words, what));
}

/// <summary>Reading JSON that may hold anything.</summary>
internal static class JsonElements
{
    /// <returns>Null where it is not there, is null, or the element is no object.</returns>
    public static JsonElement? Find(this JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var found) && found.ValueKind != JsonValueKind.Null
            ? found
            : null;

    public static string? FindText(this JsonElement element, string key) =>
        element.Find(key) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <returns>Nothing where it is no array.</returns>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
}
