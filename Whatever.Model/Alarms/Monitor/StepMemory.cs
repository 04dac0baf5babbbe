namespace Whatever.Model.Alarms.Monitor;

/// <summary>What steps of the flow are usual for a sensor, and what it did over the last day.</summary>
public sealed record StepMemory
{
    /// <summary>The day whose largest step is looked for.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>When a step was looked at last, minutes since 1970-01-01T00:00Z.</summary>
    public int? LastMinute { get; set; }

    /// <summary>Values of that day.</summary>
    public int Count { get; set; }

    /// <summary>The largest of that day, deviations.</summary>
    public double Largest { get; set; }

    /// <summary>The largest of that day with the pressure that fell at once, deviations of both.</summary>
    public double LargestWithPressure { get; set; }

    /// <summary>The largest of each of the days before, the newest last, deviations.</summary>
    public List<double> Days { get; init; } = [];

    /// <summary>The same with the pressure; shorter where it was not always known.</summary>
    public List<double> DaysWithPressure { get; init; } = [];

    /// <summary>The size that is a burst today, deviations; null while too few days are known.</summary>
    public double? Limit { get; set; }

    /// <summary>The same with the pressure.</summary>
    public double? LimitWithPressure { get; set; }

    /// <summary>The hour of which a level was noted last, hours since 1970-01-01T00:00Z.</summary>
    public int? Hour { get; set; }

    /// <summary>Levels of the last day, one an hour, the newest last: flow less normal flow, unit of the flow rate.</summary>
    public List<double> Levels { get; init; } = [];

    /// <summary>Steps of the last days that were at least half a burst, the newest last.</summary>
    public List<NotableStep> Notable { get; init; } = [];

    /// <summary>A fall that the flow has not long come back from; null where there was none.</summary>
    public FallMemory? Fall { get; set; }

    /// <summary>A copy that shares nothing with this one.</summary>
    public StepMemory Copy() => this with
    {
        Days = [.. Days],
        DaysWithPressure = [.. DaysWithPressure],
        Levels = [.. Levels],
        Notable = [.. Notable],
        Fall = Fall is null ? null : Fall with { },
    };
}

/// <summary>A step that is large, if not a burst.</summary>
/// <param name="Minute">Minutes since 1970-01-01T00:00Z.</param>
/// <param name="Size">Deviations.</param>
public readonly record struct NotableStep(int Minute, double Size);

/// <summary>A fall of the flow, such as a pump that stopped: its end is no burst.</summary>
/// <param name="LevelBefore">Flow less normal flow before it, unit of the flow rate.</param>
/// <param name="Size">How far it went, unit of the flow rate.</param>
/// <param name="Minute">When it was seen last, minutes since 1970-01-01T00:00Z.</param>
/// <param name="BackMinute">When the flow had come back; null while it has not.</param>
public sealed record FallMemory(double LevelBefore, double Size, int Minute, int? BackMinute);
