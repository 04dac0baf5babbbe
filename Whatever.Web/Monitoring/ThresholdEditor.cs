using System.Collections.ObjectModel;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Monitoring;

/// <summary>Outlier settings of one quantity as a person edits them.</summary>
public sealed record ThresholdDraft
{
    public required int SensorKey { get; init; }
    public required Quantity Quantity { get; init; }
    public required OutlierSettings Settings { get; init; }
    public string Reason { get; init; } = "";
    public string Who { get; init; } = "";

    /// <summary>
    /// The version that the person saw and changed; null: whatever is in force. A change of what somebody else changed meanwhile is
    /// refused.
    /// </summary>
    public int? BasedOn { get; init; }

    /// <summary>The same draft with other settings.</summary>
    public ThresholdDraft With(Func<OutlierSettings, OutlierSettings> change) => this with { Settings = change(Settings) };

    /// <summary>One problem per thing that is wrong; empty where nothing is.</summary>
    public IReadOnlyList<Problem> Validate() => Settings.Validate(Quantity);
}

/// <summary>What stands against a change; empty where it was saved.</summary>
/// <param name="problems">All of them.</param>
/// <param name="isConflict">Somebody else was quicker: the change itself is sound.</param>
public sealed class ThresholdProblems(
    IReadOnlyList<Problem> problems, bool isConflict = false) : ReadOnlyCollection<Problem>([.. problems])
{
    public bool IsConflict => isConflict;
}

/// <summary>Reads and changes thresholds; every change is a new version and counts for minutes judged from then on.</summary>
public sealed class ThresholdEditor(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    private const int LongestReason = 500;

    /// <summary>The version in force, or the defaults as version 0.</summary>
    public async Task<ThresholdVersion> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.EffectiveThresholdsAsync(sensorKey, quantity, cancellation);
    }

    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<ThresholdVersion>> HistoryAsync(
        int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Thresholds.AsNoTracking()
            .Where(threshold => threshold.SensorKey == sensorKey && threshold.Quantity == quantity)
            .OrderByDescending(threshold => threshold.Version).ToListAsync(cancellation);
    }

    public async Task<ThresholdProblems> SaveAsync(ThresholdDraft draft, CancellationToken cancellation = default) =>
        Check(draft) is { Count: > 0 } problems
            ? new(problems) : await StoreAsync(draft with { Reason = StoredPhrase.WriteWords(draft.Reason.Trim()) }, cancellation);

    /// <summary>Makes an earlier version (0: the defaults) the newest one again; who and why are asked as for any change.</summary>
    public async Task<ThresholdProblems> RevertAsync(
        int sensorKey, Quantity quantity, int version, string who, string reason, int? basedOn = null,
        CancellationToken cancellation = default)
    {
        var history = await HistoryAsync(sensorKey, quantity, cancellation);
        var earlier = version == 0
            ? ThresholdVersion.Default(sensorKey, quantity)
            : history.FirstOrDefault(threshold => threshold.Version == version);
        if (earlier is null)
        {
            return new([new Problem("threshold.unknown-version", version).At("version")]);
        }

        var draft = DraftOf(earlier) with { Reason = reason, Who = who, BasedOn = basedOn };
        return Check(draft) is { Count: > 0 } problems
            ? new(problems)
            : await StoreAsync(
                draft with { Reason = StoredPhrase.Write(new Phrase("reason.back-to-version-because", version, reason.Trim())) },
                cancellation);
    }

    /// <summary>Who saved a version, for a sentence.</summary>
    public static Phrase AuthorOf(ThresholdVersion version) => version.ChangedBy.Length > 0
        ? new Phrase("threshold.person", version.ChangedBy) : new Phrase("threshold.somebody");

    public static ThresholdDraft DraftOf(ThresholdVersion version) =>
        new() { SensorKey = version.SensorKey, Quantity = version.Quantity, Settings = version.Settings };

    /// <returns>Who was quicker; empty where it was stored.</returns>
    private async Task<ThresholdProblems> StoreAsync(ThresholdDraft draft, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var current = await db.EffectiveThresholdsAsync(draft.SensorKey, draft.Quantity, cancellation);
        if (draft.BasedOn is { } seen && seen != current.Version)
        {
            return new(
                [
                    new Problem(
                        "threshold.overtaken", AuthorOf(current), current.Version).At("based_on"),
                ],
                isConflict: true);
        }

        if (draft.Settings == current.Settings)
        {
            return new([new Problem("threshold.no-change")]);
        }

        db.Thresholds.Add(new ThresholdVersion
        {
            SensorKey = draft.SensorKey,
            Quantity = draft.Quantity,
            Version = current.Version + 1,
            Settings = draft.Settings,
            Reason = draft.Reason,
            ChangedBy = draft.Who.Trim(),
            ChangedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        if ((draft.Settings.RangeMinimum, draft.Settings.RangeMaximum) != (current.Settings.RangeMinimum, current.Settings.RangeMaximum))
        {
            var sensor = await db.Sensors.SingleAsync(row => row.Key == draft.SensorKey, cancellation);
            await SensorRangeStore.ForgetAsync(db, sensor, [draft.Quantity], cancellation);
            await SensorRangeStore.LearnAsync(db, sensor, cancellation);
        }

        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Settings, draft.SensorKey);
        return new([]);
    }

    private static List<Problem> Check(ThresholdDraft draft)
    {
        var problems = draft.Validate().ToList();
        if (string.IsNullOrWhiteSpace(draft.Reason))
        {
            problems.Add(new Problem("threshold.reason-missing").At("reason"));
        }

        if (draft.Reason.Length > LongestReason)
        {
            problems.Add(new Problem("threshold.reason-too-long", draft.Reason.Length, LongestReason).At("reason"));
        }

        if (Signatory.Refuse(draft.Who) is { } problem)
        {
            problems.Add(problem);
        }

        return problems;
    }
}
