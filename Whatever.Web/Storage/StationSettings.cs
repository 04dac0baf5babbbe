using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Settings that have no table of their own.</summary>
public sealed class StationSettings(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes)
{
    private const string CriteriaApproval = "criteria_approval";
    private const string RetentionDays = "retention_days";
    private const int DefaultRetentionDays = 365;
    private const int FewestRetentionDays = 30;
    private const int MostRetentionDays = 3650;

    public async Task<int> GetRetentionDaysAsync(CancellationToken cancellation = default) =>
        await GetAsync(RetentionDays, cancellation) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultRetentionDays;

    /// <returns>What is wrong; null where it was saved.</returns>
    public async Task<Problem?> SetRetentionDaysAsync(int days, CancellationToken cancellation = default)
    {
        if (days is < FewestRetentionDays or > MostRetentionDays)
        {
            return new Problem("settings.retention", days, FewestRetentionDays, MostRetentionDays).At("retention_days");
        }

        await SetAsync(RetentionDays, days.ToString(CultureInfo.InvariantCulture), cancellation);
        return null;
    }

    /// <summary>Whether criteria that were built anew wait for a person; they take effect by themselves unless set.</summary>
    public async Task<bool> GetCriteriaNeedApprovalAsync(CancellationToken cancellation = default) =>
        await GetAsync(CriteriaApproval, cancellation) is not null and not "automatic";

    public Task SetCriteriaNeedApprovalAsync(bool needed, CancellationToken cancellation = default) =>
        SetAsync(CriteriaApproval, needed ? "person" : "automatic", cancellation);

    public async Task<string?> GetAsync(string name, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Settings.FindAsync([name], cancellation))?.Value;
    }

    public async Task SetAsync(string name, string value, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Settings.FindAsync([name], cancellation) is { } stored)
        {
            stored.Value = value;
        }
        else
        {
            db.Settings.Add(new Setting { Name = name, Value = value });
        }

        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Settings);
    }
}
