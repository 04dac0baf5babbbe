using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Whatever.Model.Problems;

namespace Whatever.Tests.Model.Problems;

/// <summary>What a reader of JSON says in words of .NET is said in plain ones.</summary>
public sealed class JsonProblemsTests
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    [Theory]
    [InlineData("", "f is empty, expected JSON.", null)]
    [InlineData(" \n", "f is empty, expected JSON.", null)]
    [InlineData("{", "f ends in line 1, column 2, before its JSON does.", null)]
    [InlineData("{\n  \"text\": 한}", "f is not JSON from line 2, column 11 on.", null)]
    [InlineData("{\n  \"text\": \"한국\" x}", "f is not JSON from line 2, column 16 on.", null)]
    [InlineData("{}", "f lacks count, inner.", null)]
    [InlineData("""{"count": 1, "inner": {}}""", "f lacks inner.steps.", "inner")]
    [InlineData("""{"count": 1, "inner": {"stepz": 1}}""", "f has inner.stepz, which is no known field.", "inner.stepz")]
    [InlineData("""{"count": 1, "inner": null}""", "f: inner is null, expected a value.", "inner")]
    [InlineData("""{"count": "x"}""", "f: count is \"x\", expected a whole number.", "count")]
    [InlineData("""{"count": 1.5}""", "f: count is 1.5, expected a whole number.", "count")]
    [InlineData("""{"count": 99999999999}""", "f: count is 99999999999, expected a whole number of at most 9 digits.", "count")]
    [InlineData("""{"share": [1]}""", "f: share is a list, expected a number.", "share")]
    [InlineData("""{"list": 5}""", "f: list is 5, expected a list.", "list")]
    [InlineData("""{"list": [1, {}]}""", "f: list[1] is an object, expected a number.", "list[1]")]
    [InlineData("""{"by_name": {"a b": "c"}}""", "f: by_name.a b is \"c\", expected a whole number.", "by_name.a b")]
    [InlineData("""{"text": 5}""", "f: text is 5, expected a text.", "text")]
    [InlineData("""{"flag": "yes"}""", "f: flag is \"yes\", expected true or false.", "flag")]
    [InlineData("""{"day": "soon"}""", "f: day is \"soon\", expected a day such as 2024-07-09.", "day")]
    [InlineData("""{"side": "left"}""", "f: side is \"left\", expected in_front or behind.", "side")]
    [InlineData("""{"inner": {"steps": "x"}}""", "f: inner.steps is \"x\", expected a whole number.", "inner.steps")]
    [InlineData("""{"inner": 7}""", "f: inner is 7, expected an object.", "inner")]
    [InlineData("[]", "f is a list, expected an object.", null)]
    [InlineData("{\"count\": \"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"}",
        "f: count is \"012345678901234567890123456789012345678901234567890123456789012345678901234567…, expected a whole number.",
        "count")]
    [InlineData("\0{\0", "f holds a text that is not UTF-8, expected JSON in UTF-8.", null)]
    public void Of_WhatTheReaderRefuses_SaysPlaceFindAndExpectation(string json, string expected, string? field)
    {
        var problem = JsonProblems.Of(Refuse(json), "f", Encoding.UTF8.GetBytes(json));
        Assert.Equal((expected, field), (problem.ToString(), problem.Field));
    }

    [Fact]
    public void Of_NestedTooDeep_SaysSo()
    {
        var json = Encoding.UTF8.GetBytes(new string('[', 65));
        var refused = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(json));
        Assert.Equal("The body goes deeper in line 1, column 65, expected 64 levels at most.", JsonProblems.OfBody(refused, json).ToString());
    }

    /// <summary>Who does not have the text any more says what is left to say.</summary>
    [Theory]
    [InlineData("{", "The body is not JSON from line 1, column 2 on.")]
    [InlineData("""{"count": "x"}""", "The body: count is of another kind, expected a whole number.")]
    [InlineData("[]", "The body is JSON of another kind, expected an object.")]
    [InlineData("{}", "The body lacks count, inner.")]
    public void Of_WithoutTheText_SaysWhatIsExpected(string json, string expected) =>
        Assert.Equal(expected, JsonProblems.Of(Refuse(json), new Phrase("json.body")).ToString());

    [Fact]
    public void Of_ADocumentReader_SaysTheSame()
    {
        const string Json = "{\n \"a\": x}";
        var refused = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(Json));
        Assert.Equal("f is not JSON from line 2, column 7 on.", JsonProblems.Of(refused, "f", Encoding.UTF8.GetBytes(Json)).ToString());
        Assert.Equal("line 2, column 7", JsonProblems.PlaceOf(refused).ToString());
    }

    [Fact]
    public void Of_ATextThatIsNoUtf8_SaysWhatIsExpected()
    {
        byte[] json = [.. "{\"text\":\""u8, 0xc1, 0xa4, .. "\"}"u8];
        var refused = new JsonException("The JSON value could not be converted to System.String. Path: $.text", "$.text", 0, 8);
        Assert.Equal("f: text is of another kind, expected a text.", JsonProblems.Of(refused, "f", json).ToString());
    }

    [Fact]
    public void Of_AnExceptionOfSomebodyElse_KeepsItsWordsToItself()
    {
        Assert.Equal("f is JSON of another form than expected.", JsonProblems.Of(new JsonException("System.Oops"), "f").ToString());
        Assert.Equal(
            "f: a.b is of another form than expected.", JsonProblems.Of(new JsonException("Oops", "$.a.b", 0, 0), "f").ToString());
    }

    private static JsonException Refuse(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Outer>(json, Options));

    internal enum Side
    {
        InFront,
        Behind,
    }

    internal sealed record Inner(int Steps);

    internal sealed class Outer
    {
        public required int Count { get; init; }

        public required Inner Inner { get; init; }

        public double Share { get; init; }

        public IReadOnlyList<double>? List { get; init; }

        public IReadOnlyDictionary<string, int>? ByName { get; init; }

        public string? Text { get; init; }

        public bool? Flag { get; init; }

        public DateOnly? Day { get; init; }

        [JsonConverter(typeof(JsonStringEnumConverter<Side>))]
        public Side Side { get; init; }
    }
}
