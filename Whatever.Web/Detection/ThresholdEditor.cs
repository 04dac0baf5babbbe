using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>Outlier settings of one quantity as a person edits them.</summary>
public sealed record ThresholdDraft
{
    public required int SensorKey { get; init; }
    public required Quantity Quantity { get; init; }
    public Tail Tail { get; init; }
    public double Interest { get; init; }
    public double Caution { get; init; }
    public double Alert { get; init; }
    public double Serious { get; init; }
    public double AlarmAt { get; init; } = QuantitySettings.DefaultAlarmAt;
    public int OnDelayMinutes { get; init; } = QuantitySettings.DefaultOnDelayMinutes;
    public int OffDelayMinutes { get; init; } = QuantitySettings.DefaultOffDelayMinutes;
    public double? RangeMinimum { get; init; }
    public double? RangeMaximum { get; init; }
    public CriteriaContext Context { get; init; } = CriteriaContext.HourOfWeek;
    public string Reason { get; init; } = "";
    public string Who { get; init; } = "";

    /// <summary>The version that the person saw and changed; null: whatever is in force. A change of what somebody else changed meanwhile is refused.</summary>
    public int? BasedOn { get; init; }

    /// <summary>One sentence per thing that is wrong; empty where nothing is.</summary>
    public IReadOnlyList<FormattableString> Validate() =>
    [
        .. OutlierThresholds.Validate(Interest, Caution, Alert, Serious),
        .. QuantitySettings.Validate(AlarmAt, OnDelayMinutes, OffDelayMinutes, RangeMinimum, RangeMaximum),
    ];

    /// <exception cref="ArgumentException">The draft is not valid.</exception>
    public QuantitySettings ToSettings() => new()
    {
        Tail = Tail,
        Thresholds = new OutlierThresholds(Interest, Caution, Alert, Serious),
        AlarmAt = AlarmAt,
        OnDelayMinutes = OnDelayMinutes,
        OffDelayMinutes = OffDelayMinutes,
        RangeMinimum = RangeMinimum,
        RangeMaximum = RangeMaximum,
    };
}

/// <summary>Reads and changes thresholds; every change is a new version and counts for minutes judged from then on.</summary>
public sealed class ThresholdEditor(IDbContextFactory<StationDbContext> contexts, ChangeFeed changes, TimeProvider time)
{
    /// <summary>What the reason of a revert begins with; the number of the version follows.</summary>
    public const string BackTo = "Back to version ";

    private const int LongestReason = 500;
    private const int LongestName = 60;

    /// <summary>The version in force, or the defaults as version 0.</summary>
    public async Task<ThresholdVersion> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ThresholdsInForceAsync(sensorKey, quantity, cancellation);
    }

    /// <summary>All versions, newest first.</summary>
    public async Task<IReadOnlyList<ThresholdVersion>> HistoryAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Thresholds.AsNoTracking()
            .Where(threshold => threshold.SensorKey == sensorKey && threshold.Quantity == quantity)
            .OrderByDescending(threshold => threshold.Version).ToListAsync(cancellation);
    }

    /// <returns>What is wrong with the draft; empty where it was saved.</returns>
    public async Task<IReadOnlyList<FormattableString>> SaveAsync(ThresholdDraft draft, CancellationToken cancellation = default)
    {
        if (Check(draft) is { Count: > 0 } problems)
        {
            return problems;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var newest = await db.Thresholds.Where(threshold => threshold.SensorKey == draft.SensorKey && threshold.Quantity == draft.Quantity)
            .MaxAsync(threshold => (int?)threshold.Version, cancellation) ?? 0;
        if (draft.BasedOn is { } seen && seen != newest)
        {
            return [$"Somebody saved version {newest} meanwhile. Nothing was changed; look at it, then save again."];
        }

        db.Thresholds.Add(new ThresholdVersion
        {
            SensorKey = draft.SensorKey,
            Quantity = draft.Quantity,
            Version = newest + 1,
            Tail = draft.Tail,
            Interest = draft.Interest,
            Caution = draft.Caution,
            Alert = draft.Alert,
            Serious = draft.Serious,
            AlarmAt = draft.AlarmAt,
            OnDelayMinutes = draft.OnDelayMinutes,
            OffDelayMinutes = draft.OffDelayMinutes,
            RangeMinimum = draft.RangeMinimum,
            RangeMaximum = draft.RangeMaximum,
            Context = draft.Context,
            Reason = draft.Reason.Trim(),
            ChangedBy = draft.Who.Trim(),
            ChangedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        changes.Publish(ChangeKind.Settings, draft.SensorKey);
        return [];
    }

    /// <summary>Makes an earlier version (0: the defaults) the newest one again.</summary>
    public async Task<IReadOnlyList<FormattableString>> RevertAsync(int sensorKey, Quantity quantity, int version, string who, CancellationToken cancellation = default)
    {
        var history = await HistoryAsync(sensorKey, quantity, cancellation);
        var earlier = version == 0 ? ThresholdVersion.Default(sensorKey, quantity) : history.FirstOrDefault(threshold => threshold.Version == version);
        return earlier is null
            ? [$"There is no version {version} of these thresholds."]
            : await SaveAsync(DraftOf(earlier) with { Reason = $"{BackTo}{version}", Who = who }, cancellation);
    }

    public static ThresholdDraft DraftOf(ThresholdVersion version) => new()
    {
        SensorKey = version.SensorKey,
        Quantity = version.Quantity,
        Tail = version.Tail,
        Interest = version.Interest,
        Caution = version.Caution,
        Alert = version.Alert,
        Serious = version.Serious,
        AlarmAt = version.AlarmAt,
        OnDelayMinutes = version.OnDelayMinutes,
        OffDelayMinutes = version.OffDelayMinutes,
        RangeMinimum = version.RangeMinimum,
        RangeMaximum = version.RangeMaximum,
        Context = version.Context,
    };

    private static List<FormattableString> Check(ThresholdDraft draft)
    {
        var problems = draft.Validate().ToList();
        if (string.IsNullOrWhiteSpace(draft.Reason))
        {
            problems.Add($"Say in a few words why; it stands beside the change.");
        }

        if (draft.Reason.Length > LongestReason)
        {
            problems.Add($"The reason has {draft.Reason.Length} letters, expected at most {LongestReason}.");
        }

        if (string.IsNullOrWhiteSpace(draft.Who) || draft.Who.Trim().Length > LongestName)
        {
            problems.Add($"Say who you are, in {LongestName} letters at most.");
        }

        return problems;
    }
}
