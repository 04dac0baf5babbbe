using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Modbus;

/// <summary>One unit on a link: what is asked of it, and when it is left alone because it does not answer.</summary>
internal sealed class Slave(int unit, IReadOnlyList<PointSetup> points)
{
    /// <summary>One that does not answer is asked again after 1, 2, 4, 8 minutes and then every quarter of an hour.</summary>
    private const int LongestPauseMinutes = 15;

    private int nextMinute;

    public int Unit => unit;

    /// <summary>Minutes in a row in which it did not answer.</summary>
    public int Failures { get; private set; }

    public SlaveFigures Figures { get; private set; } = new(unit);

    /// <summary>A pause that is longer than any is one of a clock that was put back.</summary>
    public bool IsDue(int minute) =>
        (minute >= nextMinute || nextMinute - minute > LongestPauseMinutes) && points.Any(point => IsDue(point, minute));

    public IReadOnlyList<RegisterRequest> RequestsAt(int minute) => RegisterPlan.Of(points.Where(point => IsDue(point, minute)));

    public void Asked() => Figures = Figures with { Requests = Figures.Requests + 1 };

    public void Answered()
    {
        (Failures, nextMinute) = (0, 0);
        Figures = Figures with { Answers = Figures.Answers + 1 };
    }

    /// <summary>It refused one request and may well answer another.</summary>
    public void Refused()
    {
        (Failures, nextMinute) = (0, 0);
        Figures = Figures with { Answers = Figures.Answers + 1, Refusals = Figures.Refusals + 1 };
    }

    /// <summary>It was asked for everything; what it refused of it is what there is to say.</summary>
    public void Settle(ModbusException? refusal, DateTimeOffset now) => Figures = Figures with
    {
        Problem = refusal?.Problem,
        FailingSince = refusal is null ? null : Figures.FailingSince ?? now,
        NextTryAt = null,
    };

    public void Failed(ModbusException failure, DateTimeOffset now) => Figures = Figures with
    {
        Silences = Figures.Silences + (failure.Failure == SlaveFailure.Silence ? 1 : 0),
        Noises = Figures.Noises + (failure.Failure == SlaveFailure.Noise ? 1 : 0),
        Refusals = Figures.Refusals + (failure.Failure == SlaveFailure.Refusal ? 1 : 0),
        Problem = failure.Problem,
        FailingSince = Figures.FailingSince ?? now,
    };

    /// <summary>It has had its chances in this minute.</summary>
    public void GiveUp(int minute)
    {
        nextMinute = minute + (int)Math.Min(Math.Pow(2, Failures), LongestPauseMinutes);
        Failures++;
        Figures = Figures with { NextTryAt = StationClock.InstantOf(nextMinute) };
    }

    private static bool IsDue(PointSetup point, int minute) => minute % point.IntervalMinutes == 0;
}
