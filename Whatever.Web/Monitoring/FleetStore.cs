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
    public static async Task WriteAsync(StationDbContext db, FleetState state, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([Name], cancellation) ?? db.Settings.Add(new Setting { Name = Name, Value = "" }).Entity;
        stored.Value = StoredJson.Write(state);
        await db.SaveChangesAsync(cancellation);
    }
}
