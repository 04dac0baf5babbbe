using System.Globalization;
using System.Text;
using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Commands;

[Collection("Commands")]
public sealed class DetectFileCommandTests : IDisposable
{
    private const int Rows = 900;
    private const int Fit = 400;
    private const int Start = 600;
    private const int Length = 150;
    private static readonly DateTime First = new(2024, 7, 9, 8, 0, 0, DateTimeKind.Unspecified);
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Detect_LabelledFile_ScoresEveryRowAtItsOwnStepWithoutADatabase()
    {
        WriteStep("step.csv");
        folder.Write("labels.csv", Labels());
        var report = (
            await RunAsync(
                "detect", "--csv", "step.csv", "--labels", "labels.csv", "--fit-rows", $"{Fit}", "--detections", "verdicts.csv", "--json"))
            .AssertSuccess().Json;
        Assert.Equal(
            [Rows, Rows - Fit, Rows - Fit, Length],
            new[] { "rows", "judged_rows", "scored_rows", "faulty_rows" }.Select(name => report.GetProperty(name).GetInt32()));
        var counts = report.GetProperty("counts");
        var (tp, fp, fn) = (Number(counts, "true_positives"), Number(counts, "false_positives"), Number(counts, "false_negatives"));
        Assert.Equal(Length, tp + fn);
        Assert.Equal(2 * tp / ((2 * tp) + fp + fn), Number(report, "f1"), 12);
        Assert.Equal(
            (tp / (tp + fp), tp / Length, fp / (Rows - Fit - Length), fn / Length),
            (
                Number(report, "precision"), Number(report, "recall"), Number(report, "false_alarm_rate"),
                Number(report, "missed_alarm_rate")));
        Assert.InRange(Number(report, "f1"), 0.9, 1);

        var file = report.GetProperty("files")[0];
        Assert.Equal(
            (1.0, "first_rows", Fit),
            (
                Number(file, "step_seconds"), file.GetProperty("fit").GetProperty("how").GetString(),
                file.GetProperty("fit").GetProperty("rows").GetInt32()));
        var labelled = Assert.Single(file.GetProperty("labelled_events").EnumerateArray());
        Assert.Equal(
            ("2024-07-09 08:10:00", "2024-07-09 08:12:29", true),
            (
                labelled.GetProperty("start").GetString(), labelled.GetProperty("end").GetString(),
                labelled.GetProperty("found").GetBoolean()));
        var found = Assert.Single(file.GetProperty("events").EnumerateArray());
        Assert.Equal(("high", "flow_rate"), (found.GetProperty("cause").GetString(), found.GetProperty("quantity").GetString()));
        Assert.Equal(
            First.AddSeconds(Start + Number(labelled, "delay_seconds")),
            DateTime.Parse(found.GetProperty("start").GetString()!, CultureInfo.InvariantCulture));

        var verdicts = await File.ReadAllLinesAsync(folder.File("verdicts.csv"), TestStation.Cancellation);
        Assert.Equal(
            (Rows + 1, "time,score,stage,cause,quantity", "2024-07-09 08:00:00,,0,,"), (verdicts.Length, verdicts[0], verdicts[1]));
        Assert.Matches(@"^2024-07-09 08:11:00,9\d(\.\d+)?,[1-4],high,flow_rate$", verdicts[Start + 61]);
        Assert.Equal(
            ["labels.csv", "step.csv", "verdicts.csv"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Detect_NoLabelsAndNoFitRows_ListsWhatItFindsInAllRows()
    {
        WriteStep("step.csv");
        var run = (await RunAsync("detect", "--csv", "step.csv")).AssertSuccess();
        Assert.StartsWith(
            $"step.csv: {Rows} rows, one every 1 s; normal is what the first {Rows / 3} show; {Rows - 4} rows judged.\n", run.Output,
            StringComparison.Ordinal);
        Assert.Contains(": high of flow_rate, stage", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("precision", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_SeveralFiles_PoolsTheirRows()
    {
        WriteStep("a.csv");
        WriteStep("b.csv", step: 0);
        folder.Write("a.labels.csv", Labels());
        folder.Write("b.labels.csv", Labels(_ => "0"));
        string[] arguments = ["detect", "--csv", "a.csv", "b.csv", "--labels", "a.labels.csv", "b.labels.csv", "--fit-rows", $"{Fit}"];
        var report = (await RunAsync([.. arguments, "--json"])).AssertSuccess().Json;
        Assert.Equal(
            (2 * Rows, 2 * (Rows - Fit), Length),
            (
                report.GetProperty("rows").GetInt32(), report.GetProperty("scored_rows").GetInt32(),
                report.GetProperty("faulty_rows").GetInt32()));
        var quiet = report.GetProperty("files")[1];
        Assert.Equal(
            ("b.csv", 0, 0.0, JsonValueKind.Null),
            (
                quiet.GetProperty("file").GetString(), quiet.GetProperty("events").GetArrayLength(), Number(quiet, "false_alarm_rate"),
                quiet.GetProperty("f1").ValueKind));
        Assert.Equal(Number(report.GetProperty("files")[0], "f1"), Number(report, "f1"));
        Assert.Contains("All 2 files: precision", (await RunAsync(arguments)).AssertSuccess().Output, StringComparison.Ordinal);
    }

    /// <summary>Other order, half a second, an offset, a row twice, one that cannot be read, and one without a label.</summary>
    [Fact]
    public async Task Detect_UntidyFiles_AreMatchedByTime()
    {
        string At(int row) => First.AddMilliseconds(500 * row).ToString("yyyy-MM-ddTHH:mm:ss.f", CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, 200).Select(row => $"{At(row)}+09:00;{100 + (row % 7)},5;").Reverse().ToList();
        folder.Write("untidy.csv", $"time;flow_rate;note\n{string.Join('\n', rows)}\nsoon;1;\n{At(60)}+09:00;101,5;\n");
        folder.Write("labels.csv",
            $"label,time\n{string.Join('\n', Enumerable.Range(0, 199).Select(row => $"{(row >= 190 ? 1 : 0)},{First.AddHours(-9)
                .AddMilliseconds(500 * row):yyyy-MM-dd HH:mm:ss.f}"))}\n");
        var report = (await RunAsync("detect", "--csv", "untidy.csv", "--labels", "labels.csv", "--json")).AssertSuccess().Json;
        var file = report.GetProperty("files")[0];
        Assert.Equal(
            [200, 199, 9, 1, 1, 1],
            [
                .. new[] { "rows", "scored_rows", "faulty_rows" }.Select(name => report.GetProperty(name).GetInt32()),
                .. new[] { "rejected_rows", "duplicate_rows", "unlabelled_rows" }.Select(name => file.GetProperty(name).GetInt32())]);
        Assert.Equal(0.5, Number(file, "step_seconds"));
        Assert.StartsWith(
            "line 202: time is \"soon\", expected a time", file.GetProperty("first_rejected").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, file.GetProperty("fit").GetProperty("pressure").ValueKind);
        Assert.Equal("2024-07-08 23:01:35", file.GetProperty("labelled_events")[0].GetProperty("start").GetString());
        Assert.Contains(
            "\n1 row has no label and is left out of the figures.\n",
            (await RunAsync("detect", "--csv", "untidy.csv", "--labels", "labels.csv")).AssertSuccess().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_RowsWithoutAValueAndRowsThatAreNotThere_AreReported()
    {
        var rows = Lines().ToList();
        rows[500] = $"{Time(500)},,";
        rows.RemoveRange(700, 100);
        folder.Write("holes.csv", $"time,flow_rate,pressure\n{string.Join('\n', rows)}\n");
        var report = (await RunAsync("detect", "--csv", "holes.csv", "--fit-rows", $"{Fit}", "--json")).AssertSuccess().Json;
        var without = report.GetProperty("rows_without_verdict");
        Assert.Equal((1, 4), (without.GetProperty("no_value").GetInt32(), without.GetProperty("too_few_values").GetInt32()));
        Assert.Equal(Rows - 100 - Fit - 5, report.GetProperty("judged_rows").GetInt32());
        var gap = Assert.Single(report.GetProperty("files")[0].GetProperty("events").EnumerateArray());
        Assert.Equal(
            (Time(704), Time(799), "no_data"),
            (gap.GetProperty("start").GetString(), gap.GetProperty("end").GetString(), gap.GetProperty("cause").GetString()));
    }

    [Theory]
    [InlineData(2, "--sensor judges stored minutes and --csv judges files; expected one of them.", "--sensor", "a", "--csv", "step.csv")]
    [InlineData(2, "There is neither --sensor (stored minutes) nor --csv (files); expected one of them.")]
    [InlineData(2, "--labels goes with --csv only.", "--sensor", "a", "--labels", "labels.csv")]
    [InlineData(2, "--from goes with --sensor only.", "--csv", "step.csv", "--from", "2024-07-09")]
    [
        InlineData(
            2, "--labels names 1 file and --csv 2; expected one for each, in the same order.", "--csv", "step.csv", "step.csv", "--labels",
            "labels.csv")]
    [InlineData(2, "--fit-rows is 43, expected at least 44.", "--csv", "step.csv", "--fit-rows", "43")]
    [
        InlineData(
            2, "--detections is ./step.csv, which is one of the files to read; expected another.", "--csv", "step.csv", "--detections",
            "./step.csv")]
    [InlineData(
        2, "--detections names a.csv more than once.", "--csv", "step.csv", "step.csv", "--detections", "a.csv", "./a.csv")]
    [InlineData(1, "There is no file nothing.csv.", "--csv", "nothing.csv")]
    [InlineData(1, "There is no file nothing.csv.", "--csv", "step.csv", "--labels", "nothing.csv")]
    [
        InlineData(
            1, "step.csv has 900 rows, expected more than the 900 of --fit-rows: those after them are judged.", "--csv", "step.csv",
            "--fit-rows", "900")]
    [InlineData(1, "labels.csv: The column \"label\" does not say what it measures", "--csv", "labels.csv")]
    [
        InlineData(
            1, "step.csv: The first line is \"time,flow_rate,pressure\" and names no label column; expected a header such as time,label.",
            "--csv", "step.csv", "--labels", "step.csv")]
    [
        InlineData(
            1, "maybe.csv: line 3: label is \"maybe\", expected 0 (normal) or 1 (faulty).", "--csv", "step.csv", "--labels", "maybe.csv")]
    [
        InlineData(
            1,
            "late.csv has no label for any of the rows of step.csv from 2024-07-09 08:00:00 to 2024-07-09 08:14:59; expected a label at "
                + "the time of each row.",
            "--csv", "step.csv", "--labels", "late.csv")]
    [InlineData(1, "empty.csv holds no row below its header.", "--csv", "empty.csv")]
    [InlineData(1, "bad.csv holds no row that can be read; line 2: time is \"soon\", expected a time such as", "--csv", "bad.csv")]
    [
        InlineData(
            1,
            "nan.csv: its first 44 rows hold too little of flow_rate and of pressure to learn from, expected at least 44 values of one "
                + "of them.",
            "--csv", "nan.csv")]
    public async Task Detect_CalledWronglyOrOnWrongFiles_EndsWithACodeAndOneSentence(int code, string expected, params string[] arguments)
    {
        WriteStep("step.csv");
        folder.Write("labels.csv", Labels());
        folder.Write("maybe.csv", $"time,label\n{Time(0)},1\n{Time(1)},maybe\n");
        folder.Write("late.csv", "time,label\n2025-01-01 0:00,1\n");
        folder.Write("empty.csv", "time,flow_rate,pressure\n");
        folder.Write("bad.csv", "time,flow_rate,pressure\nsoon,1,2\n");
        folder.Write(
            "nan.csv", $"time,flow_rate,pressure\n{string.Join('\n', Enumerable.Range(0, 100).Select(row => $"{Time(row)},nan,"))}\n");
        var run = await RunAsync(["detect", .. arguments, "--json"]);
        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(folder.File("data")));
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static string Time(int row) => First.AddSeconds(row).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(double step = 0)
    {
        var random = new Random(3);
        return Enumerable.Range(0, Rows).Select(row =>
        {
            var flow = 100 + random.NextDouble() + (row is >= Start and < Start + Length ? step : 0);
            return string.Create(CultureInfo.InvariantCulture, $"{Time(row)},{flow:0.000},{5 + (0.1 * random.NextDouble()):0.000}");
        });
    }

    private static string Labels(Func<int, string>? label = null)
    {
        var text = new StringBuilder("time,label\n");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{Time(row)},{label?.Invoke(row) ?? (row is >= Start and < Start + Length ? "1" : "0")}\n");
        }

        return text.ToString();
    }

    private void WriteStep(string name, double step = 1) =>
        folder.Write(name, $"time,flow_rate,pressure\n{string.Join('\n', Lines(step))}\n");

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(folder.Path, arguments);
}
