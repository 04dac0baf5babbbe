using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Detection;

/// <summary>What thresholds would have said about past minutes.</summary>
public sealed record StageCounts(IReadOnlyList<int> PerStage, int Judged, double MinutesPerDay);

/// <summary>Answers "what if" while a person edits thresholds; nothing is stored.</summary>
public sealed class ThresholdPreview(IDbContextFactory<StationDbContext> contexts, CriteriaBuilder criteria)
{
    private const int MinutesPerDay = 1440;

    /// <returns>Null where the draft is not valid or there are no criteria yet.</returns>
    public async Task<StageCounts?> ComputeAsync(ThresholdDraft draft, int days, CancellationToken cancellation = default)
    {
        if (OutlierThresholds.Validate(draft.Interest, draft.Caution, draft.Alert, draft.Serious).Count > 0
            || await criteria.CurrentAsync(draft.SensorKey, draft.Quantity, cancellation) is not { } current)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.Readings.Where(reading => reading.SensorKey == draft.SensorKey).MaxAsync(reading => (int?)reading.Minute, cancellation) ?? 0;
        var readings = ReadingReader.ReadMinutes(db, draft.SensorKey, newest - (days * MinutesPerDay) + 1, newest);
        var tally = new QuantityTally(current.Version);
        var judge = new QuantityJudge(draft.Quantity, current, AsVersion(draft));
        foreach (var value in draft.Quantity == Quantity.FlowRate ? readings.FlowRate : readings.Pressure)
        {
            tally.Add(double.IsNaN(value) ? null : judge.Judge(value).Stage);
        }

        var outliers = tally.Judged - tally.PerStage[0];
        return new StageCounts(tally.PerStage, tally.Judged, tally.Judged == 0 ? 0 : outliers * (double)MinutesPerDay / tally.Judged);
    }

    private static ThresholdVersion AsVersion(ThresholdDraft draft) => new()
    {
        Quantity = draft.Quantity,
        Tail = draft.Tail,
        Interest = draft.Interest,
        Caution = draft.Caution,
        Alert = draft.Alert,
        Serious = draft.Serious,
    };
}
