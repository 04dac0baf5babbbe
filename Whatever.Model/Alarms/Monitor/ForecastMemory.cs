namespace Whatever.Model.Alarms.Monitor;

/// <summary>How far a quantity stayed away from its forecasts, in standard deviations of their bands.</summary>
public sealed record ForecastMemory
{
    /// <summary>The day that is looked at.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>Values of that day.</summary>
    public int Count { get; set; }

    /// <summary>The largest deviation of that day that would have been an alarm.</summary>
    public double Largest { get; set; }

    /// <summary>The part of an hour that is looked at, counted since 1970-01-01T00:00Z.</summary>
    public int? Block { get; set; }

    /// <summary>The smallest deviation of that part and of those before it, as many as an alarm lasts, the newest last.</summary>
    public List<double> Least { get; init; } = [];

    /// <summary>The largest deviations of the same.</summary>
    public List<double> Most { get; init; } = [];

    /// <summary>The largest of each of the days before, the newest last.</summary>
    public List<double> Days { get; init; } = [];

    /// <summary>What is an alarm today; null while too few days are known.</summary>
    public double? Limit { get; set; }

    /// <summary>A copy that shares nothing with this one.</summary>
    public ForecastMemory Copy() => this with { Least = [.. Least], Most = [.. Most], Days = [.. Days] };
}
