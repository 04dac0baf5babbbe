using Whatever.Web.Delivery;

namespace Whatever.Tests.Web.Delivery;

public sealed class TargetEditorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("https://server.example/base")]
    [InlineData("http://127.0.0.1:5080/a/b/")]
    public void Validate_AnAddress_IsTaken(string url) => Assert.Empty(TargetEditor.Validate(new TargetDraft { Url = url }));

    [Theory]
    [InlineData("https://kim:secret@server.example/base")]
    [InlineData("https://server.example/base?token=secret")]
    [InlineData("https://server.example/base#secret")]
    public void Validate_AnAddressWithASecret_IsRefusedWithoutShowingIt(string url)
    {
        var problem = Assert.Single(TargetEditor.Validate(new TargetDraft { Url = url }));
        Assert.Equal(("target.url-parts", "url"), (problem.Code, problem.Field));
        Assert.Contains("beside https://server.example/base, expected", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server.example", "Target is \"server.example\"")]
    [InlineData("ftp://server.example", "Target is \"ftp://server.example\"")]
    [InlineData("ftp://kim:secret@server.example", "Target is \"ftp://…@server.example\"")]
    public void Validate_NoAddress_IsRefused(string url, string expected)
    {
        var problem = Assert.Single(TargetEditor.Validate(new TargetDraft { Url = url }));
        Assert.StartsWith(expected, problem.ToString(), StringComparison.Ordinal);
    }
}
