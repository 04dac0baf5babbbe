namespace Whatever.Model.Simulation;

/// <summary>What can happen to simulated water or to its sensor.</summary>
public enum SimulatedEventKind
{
    /// <summary>Flow jumps by the magnitude and pressure falls with it.</summary>
    Burst = 0,

    /// <summary>Flow rises linearly to the magnitude at the end and stays until then.</summary>
    SlowLeak = 1,

    /// <summary>Both values stay at what they were when it began.</summary>
    StuckSensor = 2,

    /// <summary>No values.</summary>
    Gap = 3,

    /// <summary>Single minutes jump by the magnitude.</summary>
    Spike = 4,

    /// <summary>The reading of the flow drifts away linearly, the water does not.</summary>
    Drift = 5,
}

/// <summary>One thing that happens.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Start">Local time of its first minute.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="Magnitude">Share of the mean flow, such as 0.1; unused for stuck sensors and gaps.</param>
public sealed record SimulatedEvent(SimulatedEventKind Kind, DateTime Start, TimeSpan Duration, double Magnitude = 0);

/// <summary>What noise from minute to minute is like.</summary>
public enum NoiseCharacter
{
    /// <summary>Each minute by itself, normally distributed.</summary>
    White = 0,

    /// <summary>First-order autoregressive with 0.95 from minute to minute.</summary>
    Autoregressive = 1,

    /// <summary>Each minute by itself, Student's t with three degrees of freedom.</summary>
    HeavyTailed = 2,
}

/// <summary>The water that is simulated.</summary>
public sealed record SimulationOptions
{
    /// <summary>Two simulators of one seed and one set of options give the same values.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Nominal mean flow rate, m³/h, above 0; the mean over a year is 4 % less, because working days draw less than free ones.
    /// </summary>
    public double MeanFlowRate { get; init; } = 220;

    /// <summary>Pressure at mean flow, kPa, above 0.</summary>
    public double MeanPressure { get; init; } = 420;

    /// <summary>Standard deviation of the noise with memory as a share of the flow.</summary>
    public double SlowNoise { get; init; } = 0.03;

    /// <summary>Standard deviation of the noise from minute to minute as a share of the flow.</summary>
    public double FastNoise { get; init; } = 0.015;

    /// <summary>What the noise from minute to minute is like; its standard deviation stays the same.</summary>
    public NoiseCharacter Character { get; init; }

    /// <summary>What happens on top; may overlap.</summary>
    public IReadOnlyList<SimulatedEvent> Events { get; init; } = [];
}

/// <summary>One simulated minute; NaN where the sensor gave nothing.</summary>
/// <param name="Time">Local time.</param>
/// <param name="FlowRate">m³/h, three decimals.</param>
/// <param name="Pressure">kPa, two decimals.</param>
public readonly record struct SimulatedMinute(DateTime Time, double FlowRate, double Pressure);
