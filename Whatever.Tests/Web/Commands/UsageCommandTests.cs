using Whatever.Tests.Model.ModelFiles.Keras;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

/// <summary>One line for whatever is wrong with a call, in the words of the product.</summary>
[Collection("Commands")]
public sealed class UsageCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--days is x, expected a whole number. See simulate --help.", "simulate", "--days", "x", "--out", "a.csv")]
    [
        InlineData(
            "--days is 99999999999, expected a whole number of at most 9 digits. --mean-flow is y, expected a number. "
                + "--noise is blue, expected white, autoregressive or heavy-tailed. See simulate --help.",
            "simulate", "--days", "99999999999", "--mean-flow", "y", "--noise", "blue", "--out", "a.csv")]
    [InlineData("--days is \"\", expected a whole number. See simulate --help.", "simulate", "--days", "", "--out", "a.csv")]
    [InlineData("--days has 2 values, expected one. See simulate --help.", "simulate", "--days", "1", "--days", "2", "--out", "a.csv")]
    [InlineData("--fit-rows is many, expected a whole number. See detect --help.", "detect", "--csv", "a.csv", "--fit-rows", "many")]
    [InlineData("--out has no value, expected a value. See simulate --help.", "simulate", "--days", "1", "--out")]
    [InlineData("--sensor is missing, expected a value. import has no file, expected one. See import --help.", "import")]
    [InlineData("There is no option --nope. See simulate --help.", "simulate", "--days", "1", "--out", "a.csv", "--nope", "3")]
    [InlineData("b.csv is left over, import takes nothing more. See import --help.", "import", "a.csv", "b.csv", "--sensor", "a")]
    [InlineData("There is no command imprt, expected import, predict or digest. See models --help.", "models", "imprt", "--x", "3")]
    [InlineData("models does nothing by itself, expected import, predict or digest after it. See models --help.", "models")]
    [InlineData("alarms does nothing by itself, expected list after it. See alarms --help.", "alarms")]
    [InlineData("There is no option --jason. See --help.", "--jason")]
    public async Task Usage_Wrong_IsSaidInOneLine(string expected, params string[] arguments)
    {
        var run = await CommandRun.RunAsync(folder.Path, arguments);
        Assert.Equal((2, "", $"{expected}\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("folder", "simulate", "--days", "1")]
    [InlineData("folder", "export", "--sensor", "a")]
    public async Task Out_AFolderWhereAFileIsExpected_IsSaidBeforeAnything(string target, params string[] arguments)
    {
        Directory.CreateDirectory(folder.File("folder"));
        folder.Write("folder/a.txt", "");
        var run = await CommandRun.RunAsync(folder.Path, [.. arguments, "--out", target]);
        Assert.Equal((1, $"{folder.File(target)} is a folder, expected a file.\n"), (run.ExitCode, run.Error));
        Assert.Equal([folder.File("folder/a.txt")], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    /// <summary>Where the output goes, what was there is gone: a year of readings must not be.</summary>
    [Theory]
    [InlineData("whatever.db", "is a station's database, expected another file.")]
    [InlineData("whatever.db-wal", "is a station's database, expected another file.")]
    [InlineData("link.csv", "is a station's database, expected another file.")]
    [InlineData("/dev/whatever-test", "is a device of the machine, expected a file.")]
    public async Task Out_OverWhatMustStay_IsRefused(string target, string expected)
    {
        folder.Write("whatever.db", "readings");
        File.CreateSymbolicLink(folder.File("link.csv"), folder.File("whatever.db"));
        var run = await CommandRun.RunAsync(folder.Path, "simulate", "--days", "1", "--out", target);
        Assert.Equal((2, $"{Path.GetFullPath(target, folder.Path)} {expected}\n"), (run.ExitCode, run.Error));
        Assert.Equal("readings", await File.ReadAllTextAsync(folder.File("whatever.db"), TestStation.Cancellation));
        Assert.False(File.Exists("/dev/whatever-test"));
    }

    [Fact]
    public async Task Detections_OverTheInputThroughALink_AreRefused()
    {
        Directory.CreateDirectory(folder.File("real"));
        folder.Write("real/b.csv", "time,flow_rate\n");
        Directory.CreateSymbolicLink(folder.File("linked"), folder.File("real"));
        var run = await CommandRun.RunAsync(folder.Path, "detect", "--csv", "linked/b.csv", "--detections", "real/b.csv");
        Assert.Equal(
            (2, "--detections is real/b.csv, which is one of the files to read; expected another.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("train", "--csv", "a.csv", "--quantity", "flow_rate", "--out", "a.csv")]
    [InlineData("train", "residual", "--csv", "a.csv", "--quantity", "flow_rate", "--out", "a.csv")]
    [InlineData("train", "--csv", "a.csv", "--quantity", "both", "--out", "a.csv")]
    [InlineData("simulate", "--days", "1", "--out", "a.csv/b.csv")]
    [InlineData("detect", "--csv", "a.csv", "--detections", "a.csv/b.csv")]
    public async Task Out_AFileWhereAFolderIsExpected_IsSaidBeforeAnything(params string[] arguments)
    {
        folder.Write("a.csv", "time,flow_rate\n");
        var run = await CommandRun.RunAsync(folder.Path, arguments);
        Assert.Equal((1, $"{folder.File("a.csv")} is a file, expected a folder.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Out_AnEmptyPath_IsWrongUsage()
    {
        var run = await CommandRun.RunAsync(folder.Path, "simulate", "--days", "1", "--out", "");
        Assert.Equal((2, "--out is \"\", expected the path of a file or folder.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Import_AFolder_IsSaid()
    {
        var run = await CommandRun.RunAsync(folder.Path, "import", ".", "--sensor", "a");
        Assert.Equal((1, ". is a folder, expected a file.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task ScalerFeature_WithoutAScaler_IsRefused()
    {
        var run = await CommandRun.RunAsync(
            folder.Path, "models", "import", GoldenKerasTests.PathOf("keras1_lstm/model.h5"), "--quantity", "flow_rate", "--out", "made",
            "--scaler-feature", "2");
        Assert.Equal((2, "--scaler-feature goes with --scaler only.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder.File("made")));
    }

    /// <summary>Only where there is an option does the sentence name it.</summary>
    [Fact]
    public async Task ColumnValue_WithoutAQuantity_SaysWhatCanBeDoneHere()
    {
        const string Sentence =
            "The column \"value\" does not say what it measures, flow rate or pressure.";
        folder.Write("a.csv", "time,value\n2024-07-09 0:00,1\n");
        var import = await CommandRun.RunAsync(folder.Path, "import", "a.csv", "--sensor", "a");
        Assert.Equal($"{Sentence} Choose it with --quantity.\n", import.Error);
        Assert.Equal($"a.csv: {Sentence}\n", (await CommandRun.RunAsync(folder.Path, "detect", "--csv", "a.csv")).Error);
    }
}
