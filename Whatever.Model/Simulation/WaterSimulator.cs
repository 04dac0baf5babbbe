namespace Whatever.Model.Simulation;

/// <summary>
/// Makes believable water minute by minute. A minute has the same values whichever minute a caller begins with, so that a simulated sensor
/// goes on after a restart as if nothing had happened.
/// </summary>
/// <param name="options">Size of the meter, noise, and what happens.</param>
public sealed class WaterSimulator(SimulationOptions options)
{
    private const int FlowRateChannel = 0;
    private const int PressureChannel = 1000;

    /// <summary>
    /// Loss of pressure at mean flow as a share of the mean pressure; it grows with the square of the flow (Darcy-Weisbach).
    /// </summary>
    private const double HeadLoss = 0.12;

    private const double PressureNoise = 0.004;

    /// <summary>Minutes of a spike event that do jump: one in fifteen.</summary>
    private const int SpikeEvery = 15;

    private readonly MinuteNoise noise = new(options.Seed);

    /// <summary>The minutes from <paramref name="fromLocal"/> (seconds are cut off) on.</summary>
    public IEnumerable<SimulatedMinute> Generate(DateTime fromLocal, int minutes)
    {
        var start = fromLocal.AddTicks(-(fromLocal.Ticks % TimeSpan.TicksPerMinute));
        for (var i = 0; i < minutes; i++)
        {
            yield return At(start.AddMinutes(i));
        }
    }

    private SimulatedMinute At(DateTime time)
    {
        foreach (var happening in options.Events)
        {
            if (happening.Kind == SimulatedEventKind.Gap && Covers(happening, time))
            {
                return new SimulatedMinute(time, double.NaN, double.NaN);
            }
        }

        var stuck = options.Events.FirstOrDefault(happening => happening.Kind == SimulatedEventKind.StuckSensor && Covers(happening, time));
        var (flowRate, pressure) = Measure(stuck is null ? time : stuck.Start);
        return new SimulatedMinute(time, Math.Round(flowRate, 3), Math.Round(pressure, 2));
    }

    private (double FlowRate, double Pressure) Measure(DateTime time)
    {
        var minute = time.Ticks / TimeSpan.TicksPerMinute;
        var demand = options.MeanFlowRate * DemandProfile.At(time) * (1 + (options.SlowNoise * noise.Slow(minute, FlowRateChannel)));
        var flow = Math.Max(0, demand + Extra(time, lost: true));
        var share = flow / options.MeanFlowRate;
        var pressure = options.MeanPressure * (
            1 + HeadLoss - (HeadLoss * share * share) + (PressureNoise * noise.Fast(options.Character, minute, PressureChannel)));
        var measured = (
            flow * (1 + (options.FastNoise * noise.Fast(options.Character, minute, FlowRateChannel)))) + Extra(time, lost: false);
        return (Math.Max(0, measured), Math.Max(0, pressure));
    }

    /// <param name="time">Local time.</param>
    /// <param name="lost">True for water that really flows (bursts, leaks), false for what only the sensor says.</param>
    private double Extra(DateTime time, bool lost)
    {
        var extra = 0.0;
        foreach (var happening in options.Events)
        {
            if (Covers(happening, time) && IsLoss(happening.Kind) == lost)
            {
                extra += options.MeanFlowRate * happening.Magnitude * Share(happening, time);
            }
        }

        return extra;
    }

    private static double Share(SimulatedEvent happening, DateTime time) => happening.Kind switch
    {
        SimulatedEventKind.Burst => 1,
        SimulatedEventKind.SlowLeak or SimulatedEventKind.Drift => (time - happening.Start) / happening.Duration,
        SimulatedEventKind.Spike => (long)(time - happening.Start).TotalMinutes % SpikeEvery == 0 ? 1 : 0,
        _ => 0,
    };

    private static bool IsLoss(SimulatedEventKind kind) => kind is SimulatedEventKind.Burst or SimulatedEventKind.SlowLeak;

    private static bool Covers(SimulatedEvent happening, DateTime time) =>
        time >= happening.Start && time < happening.Start + happening.Duration;
}
