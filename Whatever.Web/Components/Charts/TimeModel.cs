using Whatever.Model.Outliers;

namespace Whatever.Web.Components.Charts;

/// <summary>What the chart draws. Times are milliseconds of the sensor's wall clock read as if it were UTC.</summary>
public sealed record TimeModel
{
    public const int UsualHeight = 250;

    public required IReadOnlyList<TimePanel> Panels { get; init; }
    public required long Min { get; init; }
    public required long Max { get; init; }
    public long? Now { get; init; }
    public string NowLabel { get; init; } = "";

    /// <summary>A span that is shaded, such as that of an event.</summary>
    public long? MarkedFrom { get; init; }
    public long? MarkedTo { get; init; }
    public string Empty { get; init; } = "";
    public int Height { get; init; } = UsualHeight;
    public bool Dark { get; init; }

    /// <summary>A new key draws afresh and forgets the zoom.</summary>
    public string Key { get; init; } = "";
}

public sealed record TimePanel(string Id, string Title, string Unit, IReadOnlyList<TimeSeries> Series);

/// <param name="Kind">measured, extreme, band, forecast or outlier.</param>
/// <param name="Points">Pairs of time and value, of a band threes of time, lower and upper end; a null value is a gap.</param>
public sealed record TimeSeries(string Name, string Kind, IReadOnlyList<double?[]> Points, OutlierStage Stage = OutlierStage.Normal);
