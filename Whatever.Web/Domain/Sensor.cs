using System.Text.RegularExpressions;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>One metering point that reports both quantities at its sampling interval.</summary>
public sealed partial class Sensor
{
    public const string DefaultTimeZone = "Asia/Seoul";
    public const string DefaultCurrency = "KRW";

    /// <summary>Surrogate key of the bulk tables; never shown.</summary>
    public int Key { get; set; }

    /// <summary>The id on the wire, such as <c>sensor_01</c>.</summary>
    public required string Id { get; set; }

    public required string Name { get; set; }
    public int StationId { get; set; }
    public Station? Station { get; set; }

    /// <summary>IANA time zone of the clock that people at this station read.</summary>
    public string TimeZone { get; set; } = DefaultTimeZone;

    /// <summary>Labels only: values are never converted.</summary>
    public string FlowRateUnit { get; set; } = "m³/h";
    public string PressureUnit { get; set; } = "kPa";

    /// <summary>What a unit of volume costs; null where nobody said.</summary>
    public double? WaterPrice { get; set; }

    /// <summary>A label as well.</summary>
    public string Currency { get; set; } = DefaultCurrency;

    /// <summary>1, 5, 10, 15 or 60.</summary>
    public int SamplingIntervalMinutes { get; set; } = 1;

    /// <summary>Where its readings come from without anyone sending them.</summary>
    public ReadingSource Source { get; set; }

    /// <summary>Of both quantities, where they were read with it.</summary>
    public ICollection<SensorRange> Ranges { get; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public StationClock Clock => StationClock.For(TimeZone);

    /// <summary>
    /// The volume that the flow of an hour comes to, and how much of it for each unit of the flow: of litres a second 3.6 m³; null for a
    /// unit that is not known.
    /// </summary>
    public (string Unit, double PerHour)? Volume => FlowUnits.VolumeOf(FlowRateUnit);

    public string UnitOf(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRateUnit : PressureUnit;

    /// <summary>Values outside of it count nowhere.</summary>
    public PhysicalRange RangeOf(Quantity quantity) => SensorRanges.From(Ranges).Of(quantity);

    public static bool IsValidId(string? id) => id is not null && IdPattern().IsMatch(id);

    /// <summary>An id becomes a folder name and a header value, so it is kept to what both can carry.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex IdPattern();

    public static IReadOnlyList<int> SamplingIntervals { get; } = [1, 5, 10, 15, 60];
}

/// <summary>What feeds a sensor.</summary>
public enum ReadingSource
{
    /// <summary>Files, inbox and API.</summary>
    External = 0,

    /// <summary>The built-in simulator: the demo station.</summary>
    Simulator = 1,
}
