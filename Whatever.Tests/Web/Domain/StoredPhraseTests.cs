using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Tests.Web.Domain;

public sealed class StoredPhraseTests
{
    private static readonly Phrase[] Phrases =
    [
        new("reason.back-to-version-because", 2, "too many: \"again\" {0} 다시"),
        new("reason.back-to-shipped"),
        new("expected.range", 0.5, 1e-30),
        new("settings.delay", new Phrase("settings.on-delay"), 0, 1440),
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
    public void Read_WhatAPersonWrote_IsAsItWasWritten(string words) => Assert.Equal(words, StoredPhrase.Read(words).ToString());
}
