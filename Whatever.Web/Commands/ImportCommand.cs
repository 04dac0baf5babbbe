using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Stations;

namespace Whatever.Web.Commands;

/// <summary>Takes a CSV file in.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Path = new("file") { Description = "CSV file: time,flow_rate,pressure" };
    private static readonly Option<string> SensorId = CommonOptions.Sensor();
    private static readonly Option<string?> ValueQuantity = CommonOptions.Quantity("What a column \"value\" holds: flow_rate or pressure");
    private static readonly Option<string?> TimeZone = new(
        "--time-zone")
    { Description = "Zone of times without an offset (default: the sensor's)" };
    private static readonly Option<int?> Interval = new(
        "--interval")
    { Description = "Minutes between readings of a sensor that is added: 1, 5, 10, 15 or 60 (default: found out)" };
    private static readonly Option<string?> Encoding = new(
        "--encoding")
    { Description = $"{string.Join(", ", EncodingDetector.Names)} (default: found out)" };

    public static Command Create()
    {
        var command = new Command(
            "import",
            "Imports a CSV file; a sensor that does not exist yet is added") { Path, SensorId, ValueQuantity, TimeZone, Interval,
            Encoding };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetValue(Path)!;
        CommonOptions.RequireFile(path);

        await using var scope = await StationScope.OpenOrCreateAsync(parsed, cancellation);
        var choices = Choices(parsed);

        // Before a sensor is added for it, the file has to be readable, and to hold something that can be taken. One that is there keeps
        // what is rejected.
        var known = await FindSensorAsync(scope, parsed.GetValue(SensorId)!, cancellation);
        var reader = known ?? NewSensor(choices);
        var latest = StationClock.LatestReading(scope.Get<TimeProvider>().GetUtcNow());
        var first = Preview(path, reader, choices, latest);
        if (first.Count == 0)
        {
            throw new CommandFailedException(new Problem("import.no-row", path));
        }

        if (known is null && first.All(row => row.Reason is not null))
        {
            RequireAGoodRow(path, CsvFile.Detect(path, reader.TimeZone, choices), latest, cancellation);
        }

        var sensor = await EnsureSensorAsync(
            parsed, scope, choices.TimeZone, parsed.GetValue(Interval) ?? FindInterval(first), cancellation);
        var report = await scope.Get<ReadingImporter>()
            .ImportAsync(sensor, path, System.IO.Path.GetFileName(path), choices, cancellation: cancellation);
        parsed.Print(report, Describe(report));
        return 0;
    }

    /// <summary>Here there is an option for what other files are refused for.</summary>
    private static IReadOnlyList<PreviewRow> Preview(string path, Sensor sensor, CsvChoices choices, int latest)
    {
        try
        {
            return CsvPreview.Read(path, sensor, choices, latest).Rows;
        }
        catch (UnreadableCsvException refused) when (refused.Problem.Code == CsvHeader.ValueOfWhat)
        {
            throw new CommandFailedException(Problem.All([refused.Problem, new Problem("csv.value-option", ValueQuantity.Name)]));
        }
    }

    /// <exception cref="CommandFailedException">Every row of the file would be rejected.</exception>
    private static void RequireAGoodRow(string path, CsvDialect dialect, int latest, CancellationToken cancellation)
    {
        using var stream = CsvFile.OpenStream(path);
        using var rejected = new RejectedRows();
        var parsed = CsvReadingsParser.Parse(stream, dialect, rejected, latest, cancellation: cancellation);
        if (parsed.Columns.Minutes.Length == 0)
        {
            throw new CommandFailedException(
                new Problem(
                    "import.no-good-row", path, Counted.Of(parsed.RowsRead, "count.rows"), rejected.First[0].Line,
                    rejected.First[0].Reason));
        }
    }

    private static async Task<Sensor?> FindSensorAsync(StationScope scope, string id, CancellationToken cancellation)
    {
        await using var db = await scope.OpenDatabaseAsync(cancellation);
        return await db.Sensors.AsNoTracking().FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation);
    }

    private static CsvChoices Choices(ParseResult parsed)
    {
        var quantity = parsed.GetValue(ValueQuantity);
        var known = default(Quantity);
        return quantity is null || QuantityNames.TryParse(quantity, out known)
            ? new CsvChoices
            {
                ValueQuantity = quantity is null ? null : known,
                TimeZone = parsed.GetValue(TimeZone),
                EncodingName = parsed.GetValue(Encoding),
            }
            : throw new CommandFailedException(
                new Problem("option.value", "--quantity", quantity, Expected.OneOf("flow_rate", "pressure")), isUsage: true);
    }

    /// <summary>The one that may be added for the file.</summary>
    private static Sensor NewSensor(CsvChoices choices) =>
        new() { Id = "new", Name = "new", TimeZone = choices.TimeZone ?? Sensor.DefaultTimeZone };

    /// <summary>The usual distance of the first rows, where it is one that a sensor can have; else a minute.</summary>
    private static int FindInterval(IReadOnlyList<PreviewRow> rows)
    {
        var times = rows.Select(row => row.Time).OfType<DateTime>().Order().ToList();
        var usual = times.Zip(times.Skip(1), (a, b) => (int)(b - a).TotalMinutes).GroupBy(minutes => minutes)
            .OrderByDescending(group => group.Count()).FirstOrDefault()?.Key;
        return usual is { } minutes && Sensor.SamplingIntervals.Contains(minutes) ? minutes : 1;
    }

    private static async Task<Sensor> EnsureSensorAsync(
        ParseResult parsed, StationScope scope, string? timeZone, int interval, CancellationToken cancellation)
    {
        var id = parsed.GetValue(SensorId)!;
        await using (var db = await scope.OpenDatabaseAsync(cancellation))
        {
            if (!await db.Sensors.AnyAsync(sensor => sensor.Id == id, cancellation))
            {
                var draft = new SensorDraft { Id = id, TimeZone = timeZone ?? Sensor.DefaultTimeZone, SamplingIntervalMinutes = interval };
                if (await scope.Get<StationEditor>().AddSensorAsync(draft, cancellation: cancellation) is { Count: > 0 } problems)
                {
                    throw new CommandFailedException(Problem.All(problems), isUsage: true);
                }

                await parsed.Notes().WriteLineAsync($"Added sensor {id} ({draft.TimeZone}, a reading every {interval} min).");
            }
        }

        return await scope.SensorAsync(id, cancellation);
    }

    private static IEnumerable<string> Describe(ImportReport report)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.File} -> {report.Sensor}: read {report.Read}, inserted {report.Inserted}, updated {report.Updated}, already there "
                + $"{report.Unchanged}, replaced within the file {report.Duplicates}, rejected {report.Rejected}.");
        yield return $"{report.Encoding}, separator '{report.Separator}', {report.TimeZone}; from {report.From ?? "-"} to "
            + $"{report.To ?? "-"}; {report.MissingValues} missing values, {report.Gaps} gaps.";
        if (report.IgnoredColumns.Count > 0)
        {
            yield return $"Columns ignored: {string.Join(", ", report.IgnoredColumns)}.";
        }

        if (report.RejectsFile is { } rejects)
        {
            yield return $"Rejected rows with line and reason: {rejects}";
        }
    }
}
