using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>Says in words what is the matter, from the cause and the numbers that the alarm rests on, in the units of the sensor.</summary>
/// <param name="texts">In the language of the page.</param>
/// <param name="sensor">Null for the alarm of many sensors.</param>
public sealed class AlarmSentence(IStringLocalizer<Text> texts, Sensor? sensor)
{
    /// <summary>A normal value this small makes any difference an absurd share of it.</summary>
    private const double LargestShare = 10;

    /// <summary>A number is not parted from its unit at the end of a line.</summary>
    private const char NoBreak = '\u00a0';

    public string Of(Alarm alarm) => alarm.Cause switch
    {
        AlarmCause.NoData when alarm.Quantity is Quantity.FlowRate => texts[
            "No readings of the flow rate since {0}.", Show.Minute(sensor, alarm.SinceMinute)],
        AlarmCause.NoData when alarm.Quantity is Quantity.Pressure => texts[
            "No readings of the pressure since {0}.", Show.Minute(sensor, alarm.SinceMinute)],
        AlarmCause.NoData => texts["No readings since {0}.", Show.Minute(sensor, alarm.SinceMinute)],
        AlarmCause.Stuck => WithValue(alarm, "{0} stands still at {1}.", "The same values over and over, where they are known to vary."),
        AlarmCause.OutOfRange =>
            WithValue(alarm, "{0} reads {1}: beyond what the meter can show.", "Values beyond what the meter can show."),
        AlarmCause.Spike =>
            WithValue(
                alarm, "{0} jumped to {1} and back, faster than water can.",
                "Single values that jump away and back, faster than water can."),
        AlarmCause.ClockJump => texts["The sensor's clock is not right: its times lie in the future or went back."],
        AlarmCause.Drift => Drift(alarm),
        AlarmCause.High or AlarmCause.Low => AgainstNormal(alarm),
        AlarmCause.Burst => Burst(alarm),
        AlarmCause.Forecast => AgainstForecast(alarm),
        AlarmCause.NightFlowStep or AlarmCause.Leak when alarm.IsNightOnly == true => NightOnly(alarm),
        AlarmCause.NightFlowStep =>
            Night(
                alarm, "The lowest flow of the night went up from {0} to {1} and stays there.",
                "The lowest flow of the night went up and stays there."),
        AlarmCause.Leak =>
            Night(
                alarm, "The lowest flow of the night rose slowly from {0} to {1}: looks like a leak.",
                "The lowest flow of the night rises slowly: looks like a leak."),
        AlarmCause.ManyOffline when alarm.Sensors is { } count =>
            texts.Count(
                count, "{0} sensor fell silent at once: the network or the server, not the sensor.",
                "{0} sensors fell silent at once: the network or the server, not the sensors."),
        AlarmCause.ManyOffline => texts["Many sensors fell silent at once: the network or the server, not the sensors."],
        AlarmCause.StationClock => StationAlarmSentence.Clock(texts, alarm, sensor),
        AlarmCause.StationDisk => StationAlarmSentence.Disk(texts, alarm),
        _ => throw new ArgumentOutOfRangeException(nameof(alarm), alarm.Cause, "Expected a cause that has a sentence."),
    };

    /// <summary>A day's loss, such as <c>192 m³ a day, 153,600 KRW a day</c>; null where none is estimated.</summary>
    public string? Loss(Alarm alarm) => alarm.LossPerDay is { } loss ? Loss(loss) : null;

    /// <summary>A day's loss in water and, where the price is known, in money.</summary>
    /// <param name="perDay">Unit of the flow rate times 24 h.</param>
    public string Loss(double perDay)
    {
        if (sensor?.Volume is not { } volume)
        {
            return texts["{0} {1} × 24 h", Number(perDay), sensor?.FlowRateUnit ?? ""];
        }

        var water = texts["{0} {1} a day", Number(perDay * volume.PerHour), volume.Unit].Value;
        return Cost(perDay) is { } cost ? $"{water}, {cost}" : water;
    }

    /// <summary>What a day's loss costs, such as <c>153,600 KRW a day</c>; null without a price.</summary>
    public string? Cost(double perDay) => sensor is { WaterPrice: { } price, Volume: { } volume }
        ? texts["{0} {1} a day", Number(NightFlowFinding.CostPerDay(perDay * volume.PerHour, price)), sensor.Currency].Value
        : null;

    private string WithValue(Alarm alarm, string known, string unknown) =>
        Numbers(alarm) is ({ } quantity, { } value, _) ? texts[known, Name(quantity), Value(quantity, value)] : texts[unknown];

    private string Drift(Alarm alarm) => Numbers(alarm) is ({ } quantity, { } value, { } expected)
        ? texts[
            "{0} reads {1} where {2} would fit: one of the sensors drifts.", Name(quantity), Value(quantity, value),
            Value(quantity, expected)]
        : texts["Flow and pressure no longer belong together: one of the sensors drifts."];

    private string AgainstNormal(Alarm alarm)
    {
        var isHigh = alarm.Cause == AlarmCause.High;
        var name = Name(alarm.Quantity ?? Quantity.FlowRate);
        return Numbers(alarm) is ({ } quantity, { } value, { } expected) && value != expected && value > expected == isHigh
            ? texts[
                isHigh ? "{0} is {1} above what is normal for {2}." : "{0} is {1} below what is normal for {2}.", name,
                Difference(quantity, value, expected), Hour(alarm)]
            : texts[isHigh ? "{0} is far above what is normal for {1}." : "{0} is far below what is normal for {1}.", name, Hour(alarm)];
    }

    private string Burst(Alarm alarm)
    {
        var sentence = BurstAgainstNormal(alarm);
        return alarm switch
        {
            { Step: { } step, UsualStep: { } usual } => $"{sentence} " + texts[
                "It stepped up by {0} within minutes; on usual days steps stay below {1}.", Value(Quantity.FlowRate, step),
                Value(Quantity.FlowRate, usual)],
            { Step: { } step } => $"{sentence} " + texts["It stepped up by {0} within minutes.", Value(Quantity.FlowRate, step)],
            _ => sentence,
        };
    }

    private string BurstAgainstNormal(Alarm alarm)
    {
        if (alarm is not { FlowRate: { } flow, ExpectedFlowRate: { } expected } || flow <= expected)
        {
            return texts[alarm is { Pressure: { } now, ExpectedPressure: { } normal } && now < normal
                ? "Flow jumped up and pressure fell with it: looks like a burst."
                : "Flow jumped up and stays there: looks like a burst."];
        }

        var more = Difference(Quantity.FlowRate, flow, expected);
        return alarm is { Pressure: { } pressure, ExpectedPressure: { } before } && pressure < before
            ? texts[
                "Flow is {0} above what is normal for {1} and pressure fell by {2}: looks like a burst.", more, Hour(alarm),
                Value(Quantity.Pressure, before - pressure)]
            : texts["Flow is {0} above what is normal for {1}: looks like a burst.", more, Hour(alarm)];
    }

    private string AgainstForecast(Alarm alarm)
    {
        var name = Name(alarm.Quantity ?? Quantity.FlowRate);
        return Numbers(alarm) is ({ } quantity, { } value, { } expected) && value != expected
            ? texts[
                value > expected ? "{0} is {1} above its forecast." : "{0} is {1} below its forecast.", name,
                Difference(quantity, value, expected)]
            : texts["{0} lies outside the band of its forecast.", name];
    }

    private string Night(Alarm alarm, string known, string unknown)
    {
        var sentence = alarm is { FlowRate: { } flow, ExpectedFlowRate: { } before }
            ? texts[known, Value(Quantity.FlowRate, before), Value(Quantity.FlowRate, flow)]
            : texts[unknown];
        return Loss(alarm) is { } loss ? $"{sentence} {texts["Estimated loss: {0}.", loss]}" : sentence;
    }

    private string NightOnly(Alarm alarm)
    {
        var sentence = alarm is { FlowRate: { } flow, ExpectedFlowRate: { } before }
            ? texts[
                "The lowest flow of the night went up from {0} to {1} and the flow of the day did not: water is drawn at night rather than lost.",
                Value(Quantity.FlowRate, before), Value(Quantity.FlowRate, flow)]
            : texts["The lowest flow of the night went up and stays there."];
        return Loss(alarm) is { } loss ? $"{sentence} {texts["Nights have more by {0}.", loss]}" : sentence;
    }

    /// <summary>The numbers of the alarm's own quantity, or of the one that it has numbers of.</summary>
    private static (Quantity? Quantity, double? Value, double? Expected) Numbers(Alarm alarm) =>
        (alarm.Quantity ?? (alarm.FlowRate is not null ? Quantity.FlowRate : Quantity.Pressure)) is var quantity
            && quantity == Quantity.FlowRate
            ? (quantity, alarm.FlowRate, alarm.ExpectedFlowRate)
            : (quantity, alarm.Pressure, alarm.ExpectedPressure);

    private string Difference(Quantity quantity, double value, double expected)
    {
        var share = Math.Abs(value - expected) / Math.Abs(expected);
        return share <= LargestShare
            ? share.ToString($"0{NoBreak}%", CultureInfo.CurrentCulture)
            : Value(quantity, Math.Abs(value - expected));
    }

    private string Name(Quantity quantity) => texts[quantity == Quantity.FlowRate ? "Flow" : "Pressure"];

    private string Value(Quantity quantity, double value) => $"{Number(value)}{NoBreak}{sensor?.UnitOf(quantity)}".TrimEnd();

    /// <summary>In a sentence three digits are enough.</summary>
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.#", _ => "0.##" }, CultureInfo.CurrentCulture);

    private string Hour(Alarm alarm) =>
        (sensor?.Clock.ToLocal(alarm.SinceMinute) ?? StationClock.InstantOf(alarm.SinceMinute).UtcDateTime)
            .ToString("dddd HH:00", CultureInfo.CurrentCulture);
}
