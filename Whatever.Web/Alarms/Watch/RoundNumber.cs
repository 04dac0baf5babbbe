using System.Globalization;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms.Watch;

/// <summary>Counts the rounds of watching in the database, so that a process notices that another one watched, too.</summary>
internal static class RoundNumber
{
    private const string SettingName = "watch_round";

    /// <summary>Counts this round, in the caller's transaction.</summary>
    public static async Task<long> NextAsync(StationDbContext db, CancellationToken cancellation)
    {
        var stored = await db.Settings.FindAsync([SettingName], cancellation);
        if (stored is null)
        {
            stored = new Setting { Name = SettingName, Value = "0" };
            db.Settings.Add(stored);
        }

        var number = long.Parse(stored.Value, CultureInfo.InvariantCulture) + 1;
        stored.Value = number.ToString(CultureInfo.InvariantCulture);
        await db.SaveChangesAsync(cancellation);
        return number;
    }
}
