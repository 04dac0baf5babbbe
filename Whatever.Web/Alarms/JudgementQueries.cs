using Microsoft.EntityFrameworkCore;
using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

/// <summary>Why something is not judged.</summary>
/// <param name="Have">Where it is a matter of counting: how many there are.</param>
/// <param name="Needed">How many there have to be; 0 where nothing is counted.</param>
public sealed record NotJudged(NotJudgedReason Reason, int Have = 0, int Needed = 0);

/// <summary>What one kind of judgement says now of one quantity.</summary>
/// <param name="Minute">What was judged; null where nothing was.</param>
/// <param name="Stage">Null without a judgement.</param>
/// <param name="Score">0..100; null without a judgement, and for a sensor that nothing is wrong with.</param>
/// <param name="Cause">What was found.</param>
/// <param name="Missing">Why there is no judgement, or what of the kind is left out.</param>
public sealed record LatestJudgement(
    JudgementKind Kind, Quantity Quantity, int? Minute, OutlierStage? Stage, double? Score, AlarmCause? Cause,
    IReadOnlyList<NotJudged> Missing);

/// <summary>The nights that are remembered, and what the newest one says.</summary>
/// <param name="Known">How many are known of the <see cref="NightFlowJudge.NightsNeeded"/>.</param>
public sealed record NightOverview(IReadOnlyList<RememberedNight> Nights, NightFlowFinding Finding, int Known, double LegitimateUse);

/// <summary>All kinds of judgement as they stand.</summary>
/// <param name="Judgements">Of each kind one a quantity; of the night flow that of the flow rate alone.</param>
public sealed record JudgementOverview(IReadOnlyList<LatestJudgement> Judgements, NightOverview Night);

/// <summary>Says what is judged of a sensor now, and what is not and why, from what detection and stored have stored.</summary>
public sealed class JudgementQueries(IDbContextFactory<StationDbContext> contexts)
{
    private static readonly AlarmChannel[] NightFlowChannels =
        [.. AlarmChannel.All.Where(channel => channel.Cause.KindOf() == JudgementKind.NightFlow)];

    private const int YearHours = 365 * 24;
    private const int NightEndHour = 5;

    public async Task<JudgementOverview> LoadAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var stored = await db.SensorStates.AsNoTracking().FirstOrDefaultAsync(row => row.SensorKey == sensor.Key, cancellation);
        var state = stored is null ? null : StoredJson.Read<MonitorState>(stored.State);
        var newest = await db.Readings.AsNoTracking().Where(row => row.SensorKey == sensor.Key).OrderByDescending(row => row.Minute)
            .FirstOrDefaultAsync(cancellation);
        var flow = await BasisAsync(db, sensor, Quantity.FlowRate, newest, stored?.ThroughMinute, cancellation);
        var pressure = await BasisAsync(db, sensor, Quantity.Pressure, newest, stored?.ThroughMinute, cancellation);
        var isDriftJudged = flow.Criteria?.Profile is null || pressure.Criteria?.Profile is null || pressure.Criteria.Relation is not null;
        var judgements = new List<LatestJudgement>();
        foreach (var basis in new[] { flow, pressure })
        {
            judgements.Add(await ValueAsync(db, basis, cancellation));
            judgements.Add(await SystemAsync(db, basis, stored, state, isDriftJudged || basis.Quantity == Quantity.FlowRate, cancellation));
            judgements.Add(await ForecastAsync(db, basis, state, cancellation));
        }

        var night = state?.Night ?? new NightMemory();
        var isOpen = NightFlowChannels.Any(channel => state?.IsOpen(channel) == true);
        var finding = NightReview.Of(night, flow.Settings.LegitimateNightUse, isOpen);
        var overview = new NightOverview(night.Nights, finding, NightReview.KnownNights(night), flow.Settings.LegitimateNightUse);
        return new JudgementOverview([.. judgements.OrderBy(judgement => OrderOf(judgement.Kind)), NightOf(sensor, overview)], overview);
    }

    private static async Task<Basis> BasisAsync(
        StationDbContext db, Sensor sensor, Quantity quantity, Reading? newest, int? through, CancellationToken cancellation)
    {
        var firstHour = ((newest?.Minute ?? 0) / MinutesPer.Hour) - YearHours;
        var rollups = db.HourlyRollups.Where(rollup => rollup.SensorKey == sensor.Key && rollup.Hour >= firstHour);
        var usable = quantity == Quantity.FlowRate
            ? await rollups.SumAsync(rollup => rollup.FlowRateCount, cancellation)
            : await rollups.SumAsync(rollup => rollup.PressureCount, cancellation);
        var settings = (await db.EffectiveThresholdsAsync(sensor.Key, quantity, cancellation)).Settings;

        // A reading that is on its way is no missing one.
        var patience = MonitorSettings.NoDataLimit(settings.NoDataMinutes, sensor.SamplingIntervalMinutes);
        var isNow = newest is not null && newest.Minute >= (through ?? newest.Minute) - patience;
        var value = quantity == Quantity.FlowRate ? newest?.FlowRate : newest?.Pressure;
        return new Basis(
            sensor, quantity, await db.EffectiveCriteriaAsync(sensor.Key, quantity, cancellation), settings, usable, newest?.Minute,
            isNow ? value : null);
    }

    private static async Task<LatestJudgement> ValueAsync(StationDbContext db, Basis basis, CancellationToken cancellation)
    {
        if (basis.Criteria is null)
        {
            return basis.Without(JudgementKind.Value, basis.WhyNoCriteria);
        }

        if (basis.Value is null)
        {
            return basis.Without(JudgementKind.Value, new NotJudged(NotJudgedReason.NoValue));
        }

        var judged = db.Judgements.AsNoTracking().Where(row => row.SensorKey == basis.Sensor.Key && row.Minute <= basis.Minute);
        var latest = await (basis.Quantity == Quantity.FlowRate
            ? judged.Where(row => row.FlowRateStage != null)
                .Select(row => new { row.Minute, Stage = row.FlowRateStage, Score = row.FlowRatePercentile })
            : judged.Where(row => row.PressureStage != null)
                .Select(row => new { row.Minute, Stage = row.PressureStage, Score = row.PressurePercentile }))
            .OrderByDescending(row => row.Minute).FirstOrDefaultAsync(cancellation);
        IReadOnlyList<NotJudged> left = basis.Quantity == Quantity.FlowRate
            && !new MonitorSettings { IntervalMinutes = basis.Sensor.SamplingIntervalMinutes }.DetectsBursts
            ? [new NotJudged(NotJudgedReason.TooCoarse)] : [];
        return latest is null
            ? basis.Without(JudgementKind.Value, new NotJudged(NotJudgedReason.NotYet))
            : new LatestJudgement(JudgementKind.Value, basis.Quantity, latest.Minute, latest.Stage, latest.Score, null, left);
    }

    private static async Task<LatestJudgement> SystemAsync(
        StationDbContext db, Basis basis, SensorState? stored, MonitorState? state, bool isDriftJudged, CancellationToken cancellation)
    {
        if (stored is null || state is null)
        {
            return basis.Without(JudgementKind.System, new NotJudged(NotJudgedReason.NotYet));
        }

        var causes = AlarmCauses.All.Where(cause => cause.KindOf() == JudgementKind.System).ToList();
        var code = (int)basis.Quantity;
        var now = await db.Findings.AsNoTracking()
            .Where(row => row.SensorKey == basis.Sensor.Key && row.Minute == stored.ThroughMinute && causes.Contains(row.Cause))
            .Where(row => row.QuantityCode == code || row.QuantityCode < 0).ToListAsync(cancellation);

        // A fault goes on between the minutes that show it: a drift is seen once an hour.
        var going = AlarmChannel.All.Where(
            channel => causes.Contains(channel.Cause) && (channel.Quantity ?? basis.Quantity) == basis.Quantity && state.IsOpen(channel))
            .Select(
                channel =>
                    (
                        channel.Cause, Stage: state.Stages.GetValueOrDefault(channel.Name, OutlierStage.Interest),
                        Score: state.Timers[channel.Name].Peak));
        var worst = now.Select(row => (row.Cause, row.Stage, row.Score)).Concat(going).OrderByDescending(row => row.Stage)
            .ThenByDescending(row => row.Score).FirstOrDefault();
        var isFound = worst.Stage != OutlierStage.Normal;
        var missing = new List<NotJudged>();
        if (basis.Criteria?.Profile is null)
        {
            missing.Add(basis.WhyNoCriteria);
        }

        if (!isDriftJudged)
        {
            missing.Add(new NotJudged(NotJudgedReason.NoRelation));
        }

        return new LatestJudgement(
            JudgementKind.System, basis.Quantity, stored.ThroughMinute, worst.Stage, isFound ? worst.Score : null,
            isFound ? worst.Cause : null, missing);
    }

    private static async Task<LatestJudgement> ForecastAsync(
        StationDbContext db, Basis basis, MonitorState? state, CancellationToken cancellation)
    {
        if (basis.Criteria?.Profile is null)
        {
            return basis.Without(JudgementKind.Forecast, basis.WhyNoCriteria);
        }

        if (state is not null && AlarmChannel.Faults.Any(state.IsOpen))
        {
            return basis.Without(JudgementKind.Forecast, new NotJudged(NotJudgedReason.SensorFault));
        }

        if (basis.Value is not { } value || basis.Minute is not { } minute)
        {
            return basis.Without(JudgementKind.Forecast, new NotJudged(NotJudgedReason.NoValue));
        }

        var hour = basis.Sensor.Clock.StartOfHour(minute);
        await db.Database.OpenConnectionAsync(cancellation);
        using var reader = new ForecastReader(db);
        var band = reader.Read(basis.Sensor.Key, minute, minute).GetValueOrDefault((basis.Quantity, hour), ForecastBand.None);
        if (
            double.IsNaN(band.Value)
                && await db.Forecasts.AnyAsync(
                    row => row.SensorKey == basis.Sensor.Key && row.Quantity == basis.Quantity && row.TargetMinute == hour, cancellation))
        {
            return basis.Without(JudgementKind.Forecast, new NotJudged(NotJudgedReason.NoBand));
        }

        var judgement = ForecastJudge.Judge(value, band, basis.Settings.Thresholds);
        return judgement.Reason != NotJudgedReason.None
            ? basis.Without(JudgementKind.Forecast, new NotJudged(judgement.Reason))
            : new LatestJudgement(JudgementKind.Forecast, basis.Quantity, minute, judgement.Stage, judgement.Score, null, []);
    }

    private static LatestJudgement NightOf(Sensor sensor, NightOverview night)
    {
        if (night.Nights.Count == 0 || night.Finding.Judgement.Reason == NotJudgedReason.TooFewNights)
        {
            return Without(new NotJudged(NotJudgedReason.TooFewNights, night.Known, NightFlowJudge.NightsNeeded));
        }

        var (judgement, shape) = (night.Finding.Judgement, night.Finding.Shape);
        AlarmCause? cause = shape switch
        {
            NightFlowShape.Step => AlarmCause.NightFlowStep,
            NightFlowShape.SlowRise => AlarmCause.Leak,
            _ => null,
        };
        var end = sensor.Clock.ToMinute(night.Nights[^1].Day.ToDateTime(new TimeOnly(NightEndHour, 0)));
        return judgement.Reason != NotJudgedReason.None
            ? Without(new NotJudged(judgement.Reason))
            : new LatestJudgement(JudgementKind.NightFlow, Quantity.FlowRate, end, judgement.Stage, judgement.Score, cause, []);

        static LatestJudgement Without(NotJudged why) => new(JudgementKind.NightFlow, Quantity.FlowRate, null, null, null, null, [why]);
    }

    /// <summary>As people read it: the value first.</summary>
    private static int OrderOf(JudgementKind kind) => kind switch { JudgementKind.Value => 0, JudgementKind.System => 1, _ => 2 };

    /// <summary>What a quantity is judged by and from.</summary>
    /// <param name="Usable">Usable values of the last year.</param>
    /// <param name="Minute">Of the newest reading.</param>
    /// <param name="Value">Of the newest reading; null where none came for too long.</param>
    private sealed record Basis(
        Sensor Sensor, Quantity Quantity, CriteriaVersion? Criteria, OutlierSettings Settings, int Usable, int? Minute, double? Value)
    {
        public NotJudged WhyNoCriteria => Usable < NormalCriteria.MinimumReadings
            ? new NotJudged(NotJudgedReason.TooFewReadings, Usable, NormalCriteria.MinimumReadings)
            : new NotJudged(NotJudgedReason.NotYet);

        public LatestJudgement Without(JudgementKind kind, NotJudged why) => new(kind, Quantity, null, null, null, null, [why]);
    }
}
