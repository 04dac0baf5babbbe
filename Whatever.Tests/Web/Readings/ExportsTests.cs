using Microsoft.EntityFrameworkCore;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;
using Whatever.Web.Stations;

namespace Whatever.Tests.Web.Readings;

/// <summary>
/// Small files as loggers, historians and spreadsheets write them: the page, the command and the inbox make the same of each, or ask the
/// same.
/// </summary>
public sealed class ExportsTests
{
    private static readonly DateTimeOffset AfterAll = TestStation.Noon.AddYears(1);

    public static TheoryData<string> Cases() => [.. ExportCase.All.Select(one => one.Title)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Page_ExportOfAnotherProgram_IsReadOrAskedAbout(string title)
    {
        var one = ExportCase.Of(title);
        await using var station = await TestStation.StartAsync(AfterAll);
        var sensor = await station.AddSensorAsync(new SensorDraft { Id = "p1", TimeZone = one.TimeZone });
        var context = station.Get<ReadingPlans>().ContextOf(sensor, one.File, one.Choices, latest: null);
        var preview = CsvPreview.Read(one.Path, context, sensor);
        Assert.Equal(one.Question, preview.Plan.Questions.FirstOrDefault()?.Field);
        if (one.Question is not null)
        {
            await Assert.ThrowsAsync<UnreadableCsvException>(() => ImportAsync());
            Assert.Empty(await station.StoredAsync(sensor));
            return;
        }

        var report = await ImportAsync();
        Assert.Equal(one.Rows, await station.StoredAsync(sensor));
        Assert.Equal((one.Rejected, one.Fields), (report.Rejected, report.UnreadableFields));

        // The next file of the layout asks nothing.
        var later = await station.QueryAsync(db => db.Sensors.AsNoTracking().SingleAsync(TestStation.Cancellation));
        var next = station.Get<ReadingPlans>().ContextOf(later, one.File, new PlanChoices(), latest: null);
        Assert.Empty(PlanMaker.Make(one.Path, next).Questions);

        Task<ImportReport> ImportAsync() => station.Get<ReadingImporter>()
            .ImportAsync(sensor, one.Path, one.File, one.Choices, cancellation: TestStation.Cancellation);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Inbox_ExportOfAnotherProgram_IsReadByThePlanOfTheSensorOrRefused(string title)
    {
        var one = ExportCase.Of(title);
        await using var station = await TestStation.StartAsync(AfterAll);
        var sensor = await station.AddSensorAsync(new SensorDraft { Id = "p1", TimeZone = one.TimeZone });
        if (one.Choices != new PlanChoices())
        {
            var context = station.Get<ReadingPlans>().ContextOf(sensor, one.File, one.Choices, latest: null);
            await station.Get<ReadingPlans>().SaveAsync(sensor.Key, PlanMaker.Make(one.Path, context), one.File, TestStation.Cancellation);
        }

        var folder = Directory.CreateDirectory(Path.Combine(station.Folder.Inbox, "p1")).FullName;
        var path = Path.Combine(folder, one.File);
        File.Copy(one.Path, path);
        File.SetLastWriteTimeUtc(path, AfterAll.UtcDateTime.AddHours(-1));
        var result = await station.Get<Inbox>().TakeAsync(TestStation.Cancellation);
        Assert.Equal(one.Question is null ? (1, 0) : (0, 1), (result.Imported, result.Refused));
        Assert.Equal(one.Rows, await station.StoredAsync(sensor));
    }

    /// <summary>
    /// The same 125 minutes across the end of summer time, with offsets and without, and as the station itself exports them.
    /// </summary>
    [Fact]
    public async Task Import_NightOfTheClockChange_HasBothPassesWithOffsetsOrWithout()
    {
        await using var station = await TestStation.StartAsync(AfterAll);
        var (written, bare) = (await AddAsync(station, "written"), await AddAsync(station, "bare"));
        Assert.Equal(125, (await ImportAsync(station, written, "c12c.csv")).Inserted);
        Assert.Equal((125, 0, 0), Counts(await ImportAsync(station, bare, "c12.csv")));
        var expected = (await station.ReadingsAsync(written)).Select(row => (row.Minute, row.FlowRate)).ToList();
        Assert.Equal(expected, (await station.ReadingsAsync(bare)).Select(row => (row.Minute, row.FlowRate)));

        // And out of the station and in again.
        using var stream = new MemoryStream();
        await using (var db = await station.OpenAsync())
        {
            await ReadingExport.WriteCsvAsync(db, written, new MinuteSpan(int.MinValue, int.MaxValue), stream, TestStation.Cancellation);
        }

        var again = await AddAsync(station, "again");
        Assert.Equal((125, 0, 0), Counts(await station.ImportAsync(again, stream.ToArray())));
        Assert.Equal(expected, (await station.ReadingsAsync(again)).Select(row => (row.Minute, row.FlowRate)));
    }

    [Fact]
    public async Task Import_HourThatTheClockSkips_IsRejectedByNameUnlessTheLoggerStaysOnWinterTime()
    {
        await using var station = await TestStation.StartAsync(AfterAll);
        var (summer, winter) = (await AddAsync(station, "summer"), await AddAsync(station, "winter"));
        var report = await ImportAsync(station, summer, "c12b.csv");
        Assert.Equal((65, 0, 60), Counts(report));
        Assert.Contains("does the logger stay on winter time?", report.FirstRejects[0].Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("2024-03-31 3:00 162 300", await station.StoredAsync(summer));
        Assert.Equal((125, 0, 0), Counts(await ImportAsync(station, winter, "c12b.csv", new PlanChoices { WinterTime = true })));
        Assert.Contains("2024-03-31 3:00 102 300", await station.StoredAsync(winter));
    }

    private static (int Inserted, int Duplicates, int Rejected) Counts(ImportReport report) =>
        (report.Inserted, report.Duplicates, report.Rejected);

    private static Task<Sensor> AddAsync(TestStation station, string id) =>
        station.AddSensorAsync(new SensorDraft { Id = id, TimeZone = "Europe/Berlin" });

    private static Task<ImportReport> ImportAsync(TestStation station, Sensor sensor, string file, PlanChoices? choices = null) =>
        station.Get<ReadingImporter>().ImportAsync(
            sensor, ExportCase.PathOf(file), file, choices ?? new PlanChoices(), cancellation: TestStation.Cancellation);
}

/// <summary>A file, what a person says about it, and what has to come out.</summary>
internal sealed record ExportCase(string Title, string[] Lines)
{
    private static readonly string Folder = System.IO.Path.Combine(Repository.Root, "Whatever.Tests", "Web", "Readings", "Exports");

    public static IReadOnlyList<ExportCase> All { get; } = Read();

    public string File => Title.Split(' ')[0];
    public string Path => PathOf(File);

    /// <summary>Null where nothing has to be asked.</summary>
    public string? Question => Words.FirstOrDefault(word => word[0] == '?')?[1..];
    public string TimeZone => Said("time_zone") ?? "Asia/Seoul";
    public string[] Rows => [.. Lines.Where(line => line[0] is not ('!' or '~'))];
    public int Rejected => Count('!');
    public int Fields => Count('~');

    public PlanChoices Choices => new()
    {
        DateOrder = DateOrders.Find(Said("date_order")),
        Convert = Said("units") switch { "keep" => false, "convert" => true, _ => null },
        FlowTag = Said("flow_tag"),
        PressureTag = Said("pressure_tag"),
        ValueQuantity = Said("quantity") is { } name && QuantityNames.TryParse(name, out var quantity) ? quantity : null,
        FlowColumn = Said("flow_column"),
        WinterTime = Said("winter_time") is null ? null : true,
    };

    /// <summary>The same on the command line.</summary>
    public string[] Options => [.. Words.Where(word => word[0] != '?').SelectMany(word => word.Split('=') is var pair && pair[1] == "yes"
        ? new[] { "--" + pair[0].Replace('_', '-') }
        : ["--" + pair[0].Replace('_', '-'), pair[1]])];

    private IEnumerable<string> Words => Title.Split(' ').Skip(1);

    public static string PathOf(string file) => System.IO.Path.Combine(Folder, file);

    public static ExportCase Of(string title) => All.Single(one => one.Title == title);

    private static List<ExportCase> Read()
    {
        var blocks = System.IO.File.ReadAllText(System.IO.Path.Combine(Folder, "expected.txt")).Split("\n\n");
        return [.. blocks.Select(block => block.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray())
            .Where(lines => lines.Length > 0).Select(lines => new ExportCase(lines[0], lines[1..]))];
    }

    private int Count(char mark) => Lines.Where(line => line[0] == mark).Select(line => int.Parse(line[1..], null)).FirstOrDefault();

    private string? Said(string name) =>
        Words.Where(word => word.StartsWith(name + "=", StringComparison.Ordinal)).Select(word => word[(name.Length + 1)..])
            .FirstOrDefault();
}
