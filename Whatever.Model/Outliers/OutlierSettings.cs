using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Outliers;

/// <summary>
/// What a person sets for one quantity of a sensor. The one place where a setting is declared, with its range: versions in the database,
/// drafts on the page and answers of the API hold this record.
/// </summary>
public record OutlierSettings
{
    private const int LongestDelay = 1440;
    private const int LongestBetweenBursts = 365;
    private static readonly PropertyInfo[] Properties = [.. typeof(OutlierSettings).GetProperties().Where(property => property.CanWrite)];

    /// <summary>Which end is unusual.</summary>
    public Tail Tail { get; init; }

    /// <summary>Stage 1 begins at this percentile.</summary>
    [Range(OutlierThresholds.Lowest, OutlierThresholds.Limit, MaximumIsExclusive = true)]
    public double Interest { get; init; } = OutlierThresholds.Default.Interest;

    /// <summary>Stage 2 begins at this percentile, above that of stage 1.</summary>
    [Range(OutlierThresholds.Lowest, OutlierThresholds.Limit, MaximumIsExclusive = true)]
    public double Caution { get; init; } = OutlierThresholds.Default.Caution;

    /// <summary>Stage 3 begins at this percentile, above that of stage 2.</summary>
    [Range(OutlierThresholds.Lowest, OutlierThresholds.Limit, MaximumIsExclusive = true)]
    public double Alert { get; init; } = OutlierThresholds.Default.Alert;

    /// <summary>Stage 4 begins at this percentile, above that of stage 3.</summary>
    [Range(OutlierThresholds.Lowest, OutlierThresholds.Limit, MaximumIsExclusive = true)]
    public double Serious { get; init; } = OutlierThresholds.Default.Serious;

    /// <summary>
    /// From this percentile on, for <see cref="OnDelayMinutes"/>, minutes become an alarm. A stage is about a minute: of a healthy signal
    /// one in a hundred is serious by definition. An alarm is about an event.
    /// </summary>
    [Range(90.0, 100.0, MaximumIsExclusive = true)]
    public double AlarmAt { get; init; } = 99.9;

    /// <summary>Minutes at <see cref="AlarmAt"/> before there is an alarm.</summary>
    [Range(1, LongestDelay)]
    public int OnDelayMinutes { get; init; } = 30;

    /// <summary>Minutes below <see cref="ClearBelow"/> before it ends.</summary>
    [Range(1, LongestDelay)]
    public int OffDelayMinutes { get; init; } = 15;

    /// <summary>Below this the meter cannot show; null: learned from history.</summary>
    public double? RangeMinimum { get; init; }

    /// <summary>Above this the meter cannot show, more than <see cref="RangeMinimum"/>; null: learned from history.</summary>
    public double? RangeMaximum { get; init; }

    /// <summary>Without a value for this long there is an alarm; at least three sampling intervals are waited for.</summary>
    [Range(1, LongestDelay)]
    public int NoDataMinutes { get; init; } = 10;

    /// <summary>Of the flow rate: what people and works are known to draw at night, unit of the flow rate. Of the pressure 0.</summary>
    [Range(0.0, double.MaxValue)]
    public double LegitimateNightUse { get; init; }

    /// <summary>Of the flow rate: a step that is as large as one comes once in so many days without a burst is taken for one.</summary>
    [Range(2, LongestBetweenBursts)]
    public int BurstOnceInDays { get; init; } = 7;

    /// <summary>Which values share a distribution, from the next time on that criteria are built.</summary>
    public CriteriaContext Context { get; init; } = CriteriaContext.HourOfWeek;

    /// <summary>
    /// What the percentiles of minutes are taken from; alarms stay with the normal distribution. The history's own need criteria that know
    /// it: until such are built the normal distribution counts.
    /// </summary>
    public ValueDistribution Distribution { get; init; }

    /// <summary>Where the stages of a minute begin.</summary>
    /// <exception cref="ArgumentException">They are out of range or do not increase.</exception>
    [JsonIgnore]
    public OutlierThresholds Thresholds => new(Interest, Caution, Alert, Serious);

    /// <summary>The percentile below which an alarm ends: where the stage Caution begins.</summary>
    [JsonIgnore]
    public double ClearBelow => Math.Min(AlarmAt, Caution);

    /// <summary>High flow is what matters; of pressure both ends do.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public static OutlierSettings Default(Quantity quantity) => new() { Tail = quantity == Quantity.FlowRate ? Tail.Upper : Tail.Both };

    /// <summary>One problem per thing that is wrong; empty where nothing is.</summary>
    /// <param name="quantity">What they are settings of.</param>
    public IReadOnlyList<Problem> Validate(Quantity quantity)
    {
        var problems = OutlierThresholds.Validate(Interest, Caution, Alert, Serious).ToList();
        Expect(
            Enum.IsDefined(Tail),
            new Problem("option.value", "tail", (int)Tail, Expected.OneOf("upper", "lower", "both")).At("tail"));
        Expect(
            Enum.IsDefined(Context),
            new Problem("option.value", "context", (int)Context, Expected.OneOf("all_hours", "hour_of_day", "hour_of_week")).At("context"));
        Expect(
            Enum.IsDefined(Distribution),
            new Problem("option.value", "distribution", (int)Distribution, Expected.OneOf("normal", "empirical")).At("distribution"));
        Expect(
            IsInRange(nameof(AlarmAt)),
            new Problem("settings.alarm-at", AlarmAt, RangeOf(nameof(AlarmAt)).Minimum).At("alarm_at"));
        Expect(
            IsInRange(nameof(OnDelayMinutes)),
            new Problem("settings.delay", new Phrase("settings.on-delay"), OnDelayMinutes, LongestDelay).At("on_delay_minutes"));
        Expect(
            IsInRange(nameof(OffDelayMinutes)),
            new Problem("settings.delay", new Phrase("settings.off-delay"), OffDelayMinutes, LongestDelay).At("off_delay_minutes"));
        Expect(
            !(RangeMinimum >= RangeMaximum) && double.IsFinite(RangeMinimum ?? 0) && double.IsFinite(RangeMaximum ?? 0),
            new Problem("settings.range", RangeMinimum, RangeMaximum));
        Expect(IsInRange(nameof(NoDataMinutes)), new Problem("settings.no-data", NoDataMinutes, LongestDelay).At("no_data_minutes"));
        Expect(IsInRange(nameof(LegitimateNightUse)), new Problem("settings.night-use", LegitimateNightUse).At("legitimate_night_use"));
        Expect(
            IsInRange(nameof(BurstOnceInDays)),
            new Problem("settings.burst-once", BurstOnceInDays, LongestBetweenBursts).At("burst_once_in_days"));
        Expect(
            quantity == Quantity.FlowRate || LegitimateNightUse.Equals(0.0),
            new Problem("settings.night-use-of-pressure").At("legitimate_night_use"));
        return problems;

        void Expect(bool holds, Problem problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>The same changes made to other settings: what these left as it was is taken from there.</summary>
    /// <param name="old">What these changed.</param>
    /// <param name="fresh">What they are to change instead.</param>
    public OutlierSettings OnTopOf(OutlierSettings old, OutlierSettings fresh) =>
        With(fresh, property => !Equals(property.GetValue(this), property.GetValue(old)), property => property.GetValue(this));

    /// <summary>These settings with what something else says of the same names.</summary>
    /// <param name="changes">Has properties of the same names, nullable where something can be left out.</param>
    /// <param name="isNamed">Whether null of that name is meant; elsewhere null leaves the setting as it is.</param>
    public OutlierSettings With(object changes, Func<string, bool> isNamed)
    {
        var said = changes.GetType();
        return With(
            this,
            property => said.GetProperty(property.Name) is { } named && (named.GetValue(changes) is not null || isNamed(property.Name)),
            property => said.GetProperty(property.Name)!.GetValue(changes));
    }

    private static OutlierSettings With(OutlierSettings settings, Func<PropertyInfo, bool> isChanged, Func<PropertyInfo, object?> value)
    {
        var changed = settings with { };
        foreach (var property in Properties.Where(isChanged))
        {
            property.SetValue(changed, value(property));
        }

        return changed;
    }

    private static RangeAttribute RangeOf(string name) => typeof(OutlierSettings).GetProperty(name)!.GetCustomAttribute<RangeAttribute>()!;

    private bool IsInRange(string name) => RangeOf(name).IsValid(typeof(OutlierSettings).GetProperty(name)!.GetValue(this));
}
