using Whatever.Model.Problems;
using Whatever.Tests.Support;

namespace Whatever.Tests.Model.Problems;

public sealed class FileProblemsTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Explain_FileThatIsNotThereOrAFolder_NamesIt()
    {
        var missing = folder.File("a.csv");
        Assert.Equal($"There is no file {missing}.", Say(() => File.ReadAllBytes(missing)));
        Assert.Equal($"{folder.Path} is a folder, expected a file.", Say(() => File.ReadAllBytes(folder.Path)));
        var deep = Path.Combine(folder.Path, "none", "a.csv");
        Assert.Equal($"{deep} cannot be reached, a folder of its path is not there.", Say(() => File.ReadAllBytes(deep)));
        Assert.Equal(
            "/a cannot be opened, expected the right to read and write it.",
            $"{FileProblems.Explain(new UnauthorizedAccessException("Access to the path '/a' is denied."))}");
        Assert.Equal(
            "/Kim's/a cannot be opened, expected the right to read and write it.",
            $"{FileProblems.Explain(new UnauthorizedAccessException("Access to the path '/Kim's/a' is denied."))}");
        Assert.Null(FileProblems.Explain(new IOException("It's broken")));
    }

    [Fact]
    public void Reason_OfAnyFailure_IsAPartOfASentence()
    {
        Assert.Equal("it is a folder", $"{FileProblems.Reason(new UnauthorizedAccessException(), folder.Path)}");
        Assert.Equal("it is not there", $"{FileProblems.Reason(new FileNotFoundException(), "x")}");
        Assert.Equal("the rights do not allow it", $"{FileProblems.Reason(new UnauthorizedAccessException(), "x")}");
        Assert.Equal("the disk is full", $"{FileProblems.Reason(new IOException("No space", 28), "x")}");
        Assert.Equal("It broke. Twice", $"{FileProblems.Reason(new IOException("It broke.\nTwice."), "x")}");
    }

    private static string Say(Func<object> read) => $"{FileProblems.Explain(Assert.ThrowsAny<Exception>(read))}";
}
