using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class CommandTests : IDisposable
{
    private const string Csv =
        "time,flow_rate,pressure,note\n2024-07-09 0:00,224,45,a\n2024-07-09 0:01,,36,b\nbad,1,1,c\n2024-07-09 0:01,227,-,d\n";
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Import_Json_IsOneDocumentThatAddsUp()
    {
        folder.Write("july.csv", Csv);
        var run = (await RunAsync("import", "july.csv", "--sensor", "sensor_01", "--json")).AssertSuccess();
        var report = run.Json;
        Assert.Equal(
            [4, 2, 0, 0, 0, 1, 0],
            new[] { "read", "inserted", "updated", "unchanged", "duplicates", "rejected", "missing_values" }
                .Select(name => report.GetProperty(name).GetInt32()));
        Assert.Equal(
            ["2024-07-09 0:00", "2024-07-09 0:01", "UTF-8", "sensor_01", "july.csv"],
            new[] { "from", "to", "encoding", "sensor", "file" }.Select(name => report.GetProperty(name).GetString()));
        Assert.Equal("""["note"]""", report.GetProperty("ignored_columns").GetRawText());
        Assert.StartsWith(
            "line,reason,row\n4,", await ReadAsync(report.GetProperty("rejects_file").GetString()!), StringComparison.Ordinal);
        Assert.Equal("Added sensor sensor_01 (Asia/Seoul, a reading every 1 min, m³/h, kPa).\n", run.Error);

        var again = (await RunAsync("import", "july.csv", "--sensor", "sensor_01", "--json")).AssertSuccess().Json;
        Assert.Equal(
            (0, 0, 2),
            (again.GetProperty("inserted").GetInt32(), again.GetProperty("updated").GetInt32(), again.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task Import_Options_ChooseQuantityZoneAndEncoding()
    {
        folder.Write("values.csv", "timestamp,value\n2024-07-09 0:00,45\n");
        var run = (
            await RunAsync(
                "import", "values.csv", "--sensor", "b", "--quantity", "pressure", "--time-zone", "Europe/Berlin", "--encoding", "CP949",
                "--json"))
            .AssertSuccess();
        Assert.Equal(
            ("Europe/Berlin", "CP949"), (run.Json.GetProperty("time_zone").GetString(), run.Json.GetProperty("encoding").GetString()));
        (await RunAsync("export", "--sensor", "b", "--out", "b.csv")).AssertSuccess();
        Assert.Equal(
            "time,flow_rate,pressure,flow_rate_predict,pressure_predict\n2024-07-09 0:00+02:00,,45,,\n", await ReadAsync(folder.File("b.csv")));
    }

    [Fact]
    public async Task Export_Span_WritesTheSeedsColumns()
    {
        folder.Write("july.csv", Csv);
        (await RunAsync("import", "july.csv", "--sensor", "sensor_01")).AssertSuccess();
        var run = (
            await RunAsync(
                "export", "--sensor", "sensor_01", "--from", "2024-07-09 0:01", "--to", "2024-07-09", "--out", "out.csv", "--json"))
            .AssertSuccess();
        Assert.Equal((1, folder.File("out.csv")), (run.Json.GetProperty("rows").GetInt32(), run.Json.GetProperty("file").GetString()));
        Assert.Equal(
            "time,flow_rate,pressure,flow_rate_predict,pressure_predict\n2024-07-09 0:01+09:00,227,36,,\n",
            await ReadAsync(folder.File("out.csv")));
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path, "*.csv*").Count());
    }

    /// <summary>A mistyped folder is no empty station.</summary>
    [Theory]
    [InlineData("alarms", "list")]
    [InlineData("export", "--sensor", "a", "--out", "a.csv")]
    [InlineData("detect", "--sensor", "a")]
    [InlineData("forecast", "--sensor", "a")]
    [InlineData("deliver")]
    public async Task Command_FolderWithoutAStation_FailsAndMakesNothing(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--data", "dtaa", "--json"]);
        Assert.Equal(
            (
                1, "",
                $"The data folder {folder.File("dtaa")} holds no station; import a file first, or choose another folder with --data.\n"),
            (run.ExitCode, run.Output, run.Error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Import_EveryRowRefused_FailsAndAddsNoSensor()
    {
        folder.Write("bad.csv", "time,flow_rate\nsoon,1\nlater,2\n");
        var run = await RunAsync("import", "bad.csv", "--sensor", "a");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            "bad.csv: 2 rows, none of which can be taken; line 2: time is \"soon\", expected", run.Error, StringComparison.Ordinal);
        Assert.Contains("holds none yet", (await RunAsync("export", "--sensor", "a", "--out", "a.csv")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownSensor_AnyCommand_NamesTheKnownOnesOnStandardError()
    {
        var none = await RunAsync("detect", "--sensor", "nobody", "--json");
        Assert.Equal((1, ""), (none.ExitCode, none.Output));
        Assert.Equal(
            $"The data folder {folder.File("data")} holds no station; import a file first, or choose another folder with --data.\n",
            none.Error);
        folder.Write("july.csv", Csv);
        await RunAsync("import", "july.csv", "--sensor", "sensor_01");
        Assert.Equal("There is no sensor nobody; expected one of sensor_01.\n", (await RunAsync("forecast", "--sensor", "nobody")).Error);
    }

    [Theory]
    [InlineData(2, "import has no file, expected one.", "import")]
    [InlineData(2, "There is no option --nonsense.", "detect", "--sensor", "a", "--nonsense")]
    [InlineData(2, "--quantity is level, expected flow_rate or pressure.", "import", "x.csv", "--sensor", "a", "--quantity", "level")]
    [InlineData(2, "Sensor id is \"a b\"", "import", "x.csv", "--sensor", "a b")]
    [InlineData(2, "--day is 9999-12-31, expected a day such as 2024-07-09.", "forecast", "--sensor", "a", "--day", "9999-12-31")]
    [InlineData(2, "Target is \"server\", expected an address", "deliver", "--target", "server")]
    [InlineData(2, "--days is 0, expected 1 to 3660.", "simulate", "--days", "0", "--out", "a.csv")]
    [
        InlineData(
            2, "--event is flood@x/1 with the kind \"flood\", expected one of burst, slow-leak", "simulate", "--days", "1", "--out",
            "a.csv", "--event", "flood@x/1")]
    [
        InlineData(
            2, "--event is gap@2025-01-01/1 with the start", "simulate", "--days", "1", "--out", "a.csv", "--event", "gap@2025-01-01/1")]
    [InlineData(2, "--mean-flow has to be more than 0 and finite.", "simulate", "--days", "1", "--out", "a.csv", "--mean-flow", "Infinity")]
    [InlineData(2, "the station has no certificate", "serve", "--urls", "https://127.0.0.1:5080")]
    [InlineData(2, "expected one such as http://127.0.0.1:5080", "serve", "--urls", "ftp://127.0.0.1")]
    [InlineData(2, "expected names or addresses", "serve", "--host-names", "a b")]
    [InlineData(2, "--proxies holds near", "serve", "--proxies", "near")]
    [InlineData(1, "There is no file nothing.csv.", "import", "nothing.csv", "--sensor", "a")]
    [InlineData(1, "header.csv holds no row below its header; nothing was imported.", "import", "header.csv", "--sensor", "a")]
    [InlineData(1, "names no time column", "import", "bad.csv", "--sensor", "a")]
    [InlineData(1, "Encoding is 'latin-1', expected one of UTF-8", "import", "x.csv", "--sensor", "a", "--encoding", "latin-1")]
    [InlineData(1, "names no time column", "train", "--csv", "bad.csv", "--quantity", "pressure", "--out", "m")]
    [InlineData(1, "days", "train", "--csv", "x.csv", "--quantity", "flow_rate", "--out", "m")]
    public async Task Any_CalledWronglyOrFailing_EndsWithACodeAndOneSentence(int code, string expected, params string[] arguments)
    {
        folder.Write("x.csv", "time,flow_rate\n2024-07-09 0:00,1\n");
        folder.Write("bad.csv", "a,b\n1,2\n");
        folder.Write("header.csv", "time,flow_rate\n");
        var run = await RunAsync([.. arguments, "--json"]);
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("time,flow_rate\n")]
    public async Task Import_UnreadableOrEmptyFile_AddsNoSensor(string text)
    {
        folder.Write("bad.csv", text);
        Assert.Equal(1, (await RunAsync("import", "bad.csv", "--sensor", "a")).ExitCode);
        Assert.Contains("holds none yet", (await RunAsync("detect", "--sensor", "a")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [
        InlineData(
            "a has no readings from 2030-01-01, expected a span in which there are some: they go from 2024-07-09 0:00 to 2024-07-09 0:01.",
            "--from", "2030-01-01")]
    [
        InlineData(
            "a has no readings to 2024-07-08, expected a span in which there are some: they go from 2024-07-09 0:00 to 2024-07-09 0:01.",
            "--to", "2024-07-08")]
    public async Task Detect_SpanWithoutReadings_SaysWhereTheReadingsAre(string expected, params string[] span)
    {
        folder.Write("july.csv", Csv);
        (await RunAsync("import", "july.csv", "--sensor", "a")).AssertSuccess();
        var run = await RunAsync(["detect", "--sensor", "a", .. span]);
        Assert.Equal((1, "", $"{expected}\n"), (run.ExitCode, run.Output, run.Error));
        (await RunAsync("detect", "--sensor", "a", "--from", "2024-07-09")).AssertSuccess();
    }

    [Fact]
    public async Task Detect_Help_SaysThatFilesAreJudgedWithoutTheDailyPattern() =>
        Assert.Contains(
            "not against what is normal for its hour",
            string.Join(
                ' ',
                (await RunAsync("detect", "--help")).AssertSuccess().Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, "data")]
    [InlineData("env", null, "env")]
    [InlineData("env", "option", "option")]
    [InlineData("", null, "data")]
    public async Task DataFolder_OptionThenEnvironmentThenHere_IsUsed(string? environment, string? option, string expected)
    {
        folder.Write("x.csv", "time,flow_rate\n2024-07-09 0:00,1\n");
        string[] data = option is null ? [] : ["--data", option];
        var variables = environment is null ? [] : new Dictionary<string, string?> { ["WHATEVER_DATA"] = environment };
        (await CommandRun.StartProcessAsync(folder.Path, variables, ["import", "x.csv", "--sensor", "a", .. data])).AssertSuccess();
        Assert.Equal(
            [Path.Combine(folder.Path, expected, "whatever.db")],
            Directory.EnumerateFiles(folder.Path, "whatever.db", SearchOption.AllDirectories));
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestStation.Cancellation);
}
