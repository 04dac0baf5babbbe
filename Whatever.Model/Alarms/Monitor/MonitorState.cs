using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>
/// All that is remembered of a sensor from one minute to the next. It is plain data: stored as JSON it is gone on from after a restart, and
/// an earlier one is gone on from again when late readings arrive.
/// </summary>
public sealed record MonitorState
{
    /// <summary>The last minute judged; null before the first.</summary>
    public int? ThroughMinute { get; init; }

    /// <summary>Timers of the channels that are pending or open, by <see cref="AlarmChannel.Name"/>.</summary>
    public Dictionary<string, AlarmTimer> Timers { get; init; } = [];

    /// <summary>The stage that was last told of each open alarm, by <see cref="AlarmChannel.Name"/>.</summary>
    public Dictionary<string, OutlierStage> Stages { get; init; } = [];

    /// <summary>
    /// When it was asked of alarms that stood for long whether they are what is normal now, by <see cref="AlarmChannel.Name"/>.
    /// </summary>
    public Dictionary<string, int> Asked { get; init; } = [];

    /// <summary>Last minute with any value.</summary>
    public int? LastSeenMinute { get; set; }

    /// <summary>Last minute in which the sensor was not believed, for want of values or for what it said.</summary>
    public int? FaultMinute { get; set; }

    /// <summary>Last minute in which it was not believed for what it said.</summary>
    public int? MisreadMinute { get; set; }

    /// <summary>What the flow rate did last.</summary>
    public QuantityMemory FlowRate { get; init; } = new();

    /// <summary>What the pressure did last.</summary>
    public QuantityMemory Pressure { get; init; } = new();

    /// <summary>The step of the burst that is open or pending.</summary>
    public BurstMemory? Burst { get; set; }

    /// <summary>What steps of the flow are usual.</summary>
    public StepMemory Step { get; init; } = new();

    /// <summary>The hour that is being summed for the relation of flow and pressure, and those before.</summary>
    public DriftMemory Drift { get; init; } = new();

    /// <summary>The night that is being summed, and those before.</summary>
    public NightMemory Night { get; init; } = new();

    /// <summary>Memory of a quantity.</summary>
    /// <param name="quantity">Flow rate or pressure.</param>
    public QuantityMemory Of(Quantity quantity) => quantity == Quantity.FlowRate ? FlowRate : Pressure;

    /// <summary>Whether an alarm of the channel is open.</summary>
    /// <param name="channel">Cause and quantity.</param>
    public bool IsOpen(AlarmChannel channel) => Timers.TryGetValue(channel.Name, out var timer) && timer.IsOpen;

    /// <summary>A copy that shares nothing with this one.</summary>
    public MonitorState Copy() => this with
    {
        Timers = new(Timers),
        Stages = new(Stages),
        Asked = new(Asked),
        FlowRate = FlowRate.Copy(),
        Pressure = Pressure.Copy(),
        Burst = Burst is null ? null : Burst with { },
        Step = Step.Copy(),
        Drift = Drift with { Residuals = [.. Drift.Residuals] },
        Night = Night with
        {
            Sums = [.. Night.Sums],
            Counts = [.. Night.Counts],
            Nights = [.. Night.Nights],
            Shares = [.. Night.Shares],
            Wander = [.. Night.Wander],
        },
    };
}

/// <summary>What a quantity did last.</summary>
public sealed record QuantityMemory
{
    /// <summary>Last minute with a value.</summary>
    public int? LastSeenMinute { get; set; }

    /// <summary>The value itself.</summary>
    public double? LastValue { get; set; }

    /// <summary>When the value became what it is.</summary>
    public int? SameSinceMinute { get; set; }

    /// <summary>How often it came since.</summary>
    public int SameCount { get; set; }

    /// <summary>How far the days stand from normal.</summary>
    public LevelMemory Level { get; init; } = new();

    /// <summary>Hours of the last days that were far from normal: how far, standard deviations, by hours since 1970-01-01T00:00Z.</summary>
    public SortedDictionary<int, double> Unusual { get; init; } = [];

    /// <summary>How far the values stayed away from their forecasts.</summary>
    public ForecastMemory Forecast { get; init; } = new();

    /// <summary>A copy that shares nothing with this one.</summary>
    public QuantityMemory Copy() =>
        this with { Level = Level with { Days = [.. Level.Days] }, Unusual = new(Unusual), Forecast = Forecast.Copy() };
}

/// <summary>How far the last days stood from normal, in standard deviations: a season that comes is no alarm.</summary>
public sealed record LevelMemory
{
    /// <summary>The day that is being summed.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>Mean of the criteria that the deviations are from; null where none were.</summary>
    public double? CriteriaMean { get; set; }

    /// <summary>Standard deviation of the same.</summary>
    public double? CriteriaDeviation { get; set; }

    /// <summary>The level of the days before; null where it has to be computed.</summary>
    public double? Level { get; set; }

    /// <summary>Sum of its deviations, each kept within three around the level.</summary>
    public double Sum { get; set; }

    /// <summary>How many there were.</summary>
    public int Count { get; set; }

    /// <summary>Means of the days before, the newest last.</summary>
    public List<double> Days { get; init; } = [];
}

/// <summary>The level that a burst stepped up from.</summary>
/// <param name="LevelBefore">Flow less normal flow before it, unit of the flow rate.</param>
/// <param name="Step">How much more it became, unit of the flow rate.</param>
/// <param name="PressureBefore">Pressure less normal pressure before it; null where it was not known.</param>
public sealed record BurstMemory(double LevelBefore, double Step, double? PressureBefore)
{
    /// <summary>Whether a holiday is taken for a weekday in it.</summary>
    public bool AsWeekday { get; init; }

    /// <summary>A step that was not yet one, unit of the flow rate; null where it is not known.</summary>
    public double? UsualStep { get; init; }

    /// <summary>Its last step alone, where it came on top of another; null where it did not. Unit of the flow rate.</summary>
    public double? Top { get; init; }

    /// <summary>Whether the flow has risen no further since: what steps up now is another one.</summary>
    public bool HasSettled { get; init; }
}

/// <summary>Hourly means for the relation of flow and pressure.</summary>
public sealed record DriftMemory
{
    /// <summary>The hour that is being summed, hours since 1970-01-01T00:00Z.</summary>
    public int? Hour { get; set; }

    /// <summary>Sum of its flow rates.</summary>
    public double FlowSum { get; set; }

    /// <summary>Sum of its pressures.</summary>
    public double PressureSum { get; set; }

    /// <summary>Minutes with both.</summary>
    public int Count { get; set; }

    /// <summary>Pressure less the curve's, of the last hours.</summary>
    public List<double> Residuals { get; init; } = [];
}

/// <summary>Ten-minute means of the night, and the lowest flow of the nights before.</summary>
public sealed record NightMemory
{
    /// <summary>The day whose night is being summed.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>Shape (24): sums of the flow rates of each ten minutes between 01:00 and 05:00.</summary>
    public List<double> Sums { get; init; } = [];

    /// <summary>Shape (24): how many there were.</summary>
    public List<int> Counts { get; init; } = [];

    /// <summary>Sum of the flow rates from midnight to the end of the night.</summary>
    public double NightSum { get; set; }

    /// <summary>How many there were.</summary>
    public int NightCount { get; set; }

    /// <summary>Sum of the flow rates of the daytime since the last night.</summary>
    public double DaySum { get; set; }

    /// <summary>How many there were.</summary>
    public int DayCount { get; set; }

    /// <summary>The same less what an open alarm says that flows too much.</summary>
    public double DayFlow { get; set; }

    /// <summary>Sum of what was normal for it.</summary>
    public double DayNormal { get; set; }

    /// <summary>What the open alarm says that flows too much by day, unit of the flow rate; 0 where none is.</summary>
    public double Excess { get; set; }

    /// <summary>The same by night.</summary>
    public double NightExcess { get; set; }

    /// <summary>The level when what is normal became another thing; null where it never did.</summary>
    public double? BaseLevel { get; set; }

    /// <summary>Sum of the shares of the first days since then.</summary>
    public double BaseSum { get; set; }

    /// <summary>How many there are.</summary>
    public int BaseCount { get; set; }

    /// <summary>Flow as a share of normal flow, of the last daytimes.</summary>
    public List<double> Shares { get; init; } = [];

    /// <summary>Past nights, the newest last.</summary>
    public List<RememberedNight> Nights { get; init; } = [];

    /// <summary>
    /// How far nights lay from those weeks before, every few days, the newest last: that is how far they wander without a leak, unit of
    /// the flow rate at the normal level.
    /// </summary>
    public List<double> Wander { get; init; } = [];
}

/// <summary>A night that was judged.</summary>
/// <param name="Day">The day whose morning it was.</param>
/// <param name="Flow">Lowest flow; null where it was not measured enough.</param>
/// <param name="Level">Flow of the daytimes before it as a share of normal flow.</param>
/// <param name="IsUsual">False while an alarm of the night flow was open: it does not count as normal.</param>
/// <param name="Mean">Mean flow from midnight to the end of the night; null where it is not known.</param>
/// <param name="DayMean">Mean flow of the daytime before; null where it is not known.</param>
public sealed record RememberedNight(
    DateOnly Day, double? Flow, double Level, bool IsUsual, double? Mean = null, double? DayMean = null);
