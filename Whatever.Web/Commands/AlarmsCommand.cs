using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Web.Alarms;
using Whatever.Web.Api;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Web.Commands;

/// <summary>What the station knows of alarms.</summary>
internal static class AlarmsCommand
{
    private const int MostRows = 10_000;

    private static readonly JsonSerializerOptions Names = new(
        ImportReport.Json)
    { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    private static readonly Option<bool> Open = new("--open") { Description = "Only those that are not over" };

    public static Command Create()
    {
        var list = new Command("list", "Lists alarms, open ones first, then the newest") { Open };
        list.SetAction(ListAsync);
        return new Command("alarms", "Tells what needs a person, and what did") { list };
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var scope = await StationScope.OpenAsync(parsed, cancellation);
        await using var db = await scope.OpenDatabaseAsync(cancellation);
        var sensors = await db.Sensors.AsNoTracking().OrderBy(sensor => sensor.Key).ToListAsync(cancellation);
        var (rows, _) = await scope.Get<AlarmQueries>()
            .ListAsync(new AlarmFilter(IsOpen: parsed.GetValue(Open) ? true : null), MostRows, cancellation);
        var alarms = rows.Select(alarm => AlarmAnswer.From(alarm, sensors)).ToList();
        parsed.Print(JsonSerializer.SerializeToNode(alarms, Names)!, alarms.Count == 0 ? ["No alarms."] : alarms.Select(Describe));
        return 0;
    }

    private static string OfNone(AlarmCause cause) =>
        cause is AlarmCause.StationClock or AlarmCause.StationDisk ? "the station" : "many sensors";

    private static string Describe(AlarmAnswer alarm) =>
        $"{alarm.Id}: {Alarm.WireName(alarm.Cause)} of {alarm.SensorId ?? OfNone(alarm.Cause)} since {alarm.SinceTime}, "
            + $"stage {alarm.Stage}, {alarm.State}{(alarm.ClearedTime is null ? "" : $" {alarm.ClearedTime}")}";
}
