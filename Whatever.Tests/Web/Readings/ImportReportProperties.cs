using System.Globalization;
using CsCheck;
using Whatever.Tests.Support;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

public sealed class ImportReportProperties
{
    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.Double[-1000, 1000].Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
        Gen.OneOf("", "-", "NaN", "null", "1e400", "x", "1 2", "0"));

    private static readonly PlanChoices MonthFirst = new() { DateOrder = DateOrder.MonthFirst };

    private static readonly Gen<string> Time = Gen.OneOf(
        Gen.Int[0, 40].Select(minute => $"2024-07-09 0:{minute:00}:{minute:00}"),
        Gen.Int[0, 40].Select(minute => $"7/9/24 0:{minute:00}"),
        Gen.Int[0, 40].Select(minute => $"2024-07-08T15:{minute:00}Z"),
        Gen.OneOf("", "soon", "2024-07-09 25:00", "2024-02-30 0:00"));

    private static readonly Gen<string> Row = Gen.OneOf(
        Gen.Select(Time, Value, Value, (time, flow, pressure) => $"{time},{flow},{pressure}"),
        Gen.Select(Time, Value, (time, flow) => $"{time},{flow}"),
        Gen.Select(Time, Value, (time, flow) => $"\"{time}\",\"{flow}\",\"\""),
        Gen.OneOf("x", "\"", "\"a\"b,1,2"));

    private static readonly Gen<string[]> Rows = Row.Array[0, 60];

    [Fact]
    public async Task Report_AnyFile_AddsUp()
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await Seeded.HoldsAsync(Rows, 150, async rows =>
        {
            var before = (await station.ReadingsAsync(sensor)).Count;
            var report = await station.ImportAsync(sensor, ToCsv(rows), MonthFirst);
            Assert.InRange(report.Read, rows.Count(row => row.Trim(',', '"', ' ').Length > 0), rows.Length);
            Assert.Equal(report.Read, report.Inserted + report.Updated + report.Unchanged + report.Duplicates + report.Merged + report
                .Rejected);
            Assert.Equal(before + report.Inserted, (await station.ReadingsAsync(sensor)).Count);
            Assert.Equal(report.Rejected + report.UnreadableFields, await CountRejectsAsync(report));
        });
    }

    [Fact]
    public async Task Import_AnyFileTwice_ChangesNothing()
    {
        await using var station = await TestStation.StartAsync();
        await Seeded.HoldsAsync(Gen.Select(Gen.Int[0, int.MaxValue], Rows), 40, async sample =>
        {
            var sensor = await station.AddSensorAsync(new() { Id = $"s{sample.Item1}" });
            var first = await station.ImportAsync(sensor, ToCsv(sample.Item2), MonthFirst);
            var stored = await station.StoredAsync(sensor);
            var again = await station.ImportAsync(sensor, ToCsv(sample.Item2), MonthFirst);
            Assert.Equal((0, 0, first.Inserted), (again.Inserted, again.Updated, again.Unchanged));
            Assert.Equal(stored, await station.StoredAsync(sensor));
        });
    }

    private static string ToCsv(string[] rows) => "time,flow_rate,pressure\n" + string.Concat(rows.Select(row => row + "\n"));

    private static async Task<int> CountRejectsAsync(ImportReport report) => report.RejectsFile is { } path
        ? (await File.ReadAllLinesAsync(path, TestStation.Cancellation)).Length - 1
        : 0;
}
