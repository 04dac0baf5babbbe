using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Domain;

public sealed class StoredPhraseTests
{
    private static readonly Phrase[] Phrases =
    [
        new("reason.back-to-version-because", 2, "too many: \"again\" {0} 다시"),
        new("reason.back-to-shipped"),
        new("reason.trial", 7, 0.5, new Phrase("reason.champion", 1e-30), "unknown"),
        new("system.says", new object?[] { null }),
    ];

    [Fact]
    public void Read_WhatWasWritten_SaysTheSame() => Assert.All(Phrases, phrase =>
    {
        var read = StoredPhrase.Read(StoredPhrase.Write(phrase));
        Assert.Equal((phrase.Code, phrase.ToString()), (read.Code, read.ToString()));
    });

    /// <summary>Wordings may say how a date or a number is to be written.</summary>
    [Fact]
    public void ReadOwn_WhatWasWritten_HasTheSameArguments()
    {
        var phrase = new Phrase(
            "work.trained", new DateOnly(2024, 7, 9), new DateTime(2024, 7, 9, 23, 59, 58), 7L, 0.5, "a", null,
            new Phrase("quantity.pressure"));
        Assert.Equal(phrase, StoredPhrase.ReadOwn(StoredPhrase.Write(phrase)));
        var instruction = new Phrase("scaler.instruction", (byte)0x80, 12);
        Assert.Equal(instruction.ToString(), StoredPhrase.ReadOwn(StoredPhrase.Write(instruction)).ToString());
        var hours = new Phrase("training.too-few-hours", 1, "", new DateOnly(2024, 7, 9), new DateTime(2024, 7, 10), 3);
        Assert.Contains("2024-07-09", hours.ToString(), StringComparison.Ordinal);
        Assert.Equal(hours.ToString(), StoredPhrase.ReadOwn(StoredPhrase.Write(hours)).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"code\":\"work.cancelled\",\"arguments\":[{\"day\":\"soon\"}]}")]
    [InlineData("{\"code\":\"work.cancelled\",\"arguments\":[]}")]
    [InlineData("a bakery moved in: {0}")]
    [InlineData("{\"code\":")]
    [InlineData("{\"code\":1}")]
    [InlineData("{\"code\":\"alarm.over\"}")]
    [InlineData("{\"code\":\"alarm.over\",\"arguments\":7}")]
    [InlineData("{\"code\":\"alarm.unknown\",\"arguments\":[]}")]
    [InlineData("{\"code\":null,\"arguments\":[]}")]
    [InlineData("{\"code\":\"scaler.instruction\",\"arguments\":[1.5,1]}")]
    public void Read_WhatAPersonWrote_IsAsItWasWritten(string words) => Assert.Equal(words, StoredPhrase.Read(words).ToString());

    [Theory]
    [InlineData("{\"code\":\"reason.back-to-shipped\",\"arguments\":[]}")]
    [InlineData("{\"code\":\"reason.back-to-version\",\"arguments\":[]}")]
    [InlineData("a bakery")]
    public void WriteWords_OfAPerson_AreSaidAsTheyWereWritten(string words) =>
        Assert.Equal(words, StoredPhrase.Read(StoredPhrase.WriteWords(words)).ToString());
}
