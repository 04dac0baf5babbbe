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

    [Theory]
    [InlineData("")]
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
