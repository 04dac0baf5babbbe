using Whatever.Model.Alarms.Monitor;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Keeps where the alarm of many sensors stands.</summary>
internal static class FleetStore
{
    private const string Name = "fleet_state";

    public static async Task<FleetState> ReadAsync(StationDbContext db, CancellationToken cancellation) =>
        await db.Settings.FindAsync([Name], cancellation) is { } stored ? StoredJson.Read<FleetState>(stored.Value) : new FleetState();

    /// <summary>In the caller's transaction.</summary>
    /// <returns>False, and nothing is written, where another process went on from the same state meanwhile.</returns>
    public static async Task<bool> WriteAsync(StationDbContext db, FleetState before, FleetState after, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([Name], cancellation);
        if ((stored is null ? new FleetState() : StoredJson.Read<FleetState>(stored.Value)).ThroughMinute != before.ThroughMinute)
        {
            return false;
        }

        stored ??= db.Settings.Add(new Setting { Name = Name, Value = "" }).Entity;
        stored.Value = StoredJson.Write(after);
        await db.SaveChangesAsync(cancellation);
        return true;
    }
}
