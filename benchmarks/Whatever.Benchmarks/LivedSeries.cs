using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Monitor;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Benchmarks;

/// <summary>
/// A series judged as a station would live it: what is normal is learned from what lies before a day, then day by day, and anew every
/// quarter of a year. Nothing that comes later is known.
/// </summary>
internal static class LivedSeries
{
    private const int RefitDays = 90;

    /// <summary>As of a station whose criteria know the hour.</summary>
    private const int LearnedDays = 91;

    /// <summary>
    /// Shares of the flow rates from a minute on that reach the first stage and the last one, by criteria that are learned anew every
    /// quarter of a year from the quarter before.
    /// </summary>
    /// <param name="series">The sensor.</param>
    /// <param name="from">The first minute that is judged.</param>
    /// <param name="distribution">What percentiles are taken from.</param>
    public static OutlierShares Shares(RealSeries series, int from, ValueDistribution distribution)
    {
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
        var settings = OutlierSettings.Default(Quantity.FlowRate) with { Distribution = distribution };
        var stages = new int[Enum.GetValues<OutlierStage>().Length];
        for (var begin = from; begin < series.End; begin += RefitDays * MinutesPer.Day)
        {
            var (first, end) = (series.SlotOf(begin), series.SlotOf(Math.Min(series.End, begin + (RefitDays * MinutesPer.Day))));
            if (ProfileBefore(series, begin, cells).FlowRate is { } learned)
            {
                var trial = new ValueTrial(
                    series.Start + (first * series.Interval), series.Interval, series.FlowRate[first..end], learned.Criteria, cells);
                var found = trial.Run(settings, []).PerStage;
                stages = [.. stages.Zip(found, (before, more) => before + more)];
            }
        }

        double judged = stages.Sum();
        return new OutlierShares((judged - stages[0]) / judged, stages[^1] / judged);
    }

    private static SensorProfile ProfileBefore(RealSeries series, int until, HourCells cells)
    {
        var (first, end) = (series.SlotOf(until - (LearnedDays * MinutesPer.Day)), series.SlotOf(until));
        return SensorProfile.Fit(
            series.Start + (first * series.Interval), series.Interval, series.FlowRate[first..end], series.Pressure[first..end],
            CriteriaContext.HourOfWeek, CriteriaContext.HourOfWeek, cells);
    }

    /// <summary>All that was told from a minute on.</summary>
    /// <param name="series">The sensor.</param>
    /// <param name="from">The first minute that is told of; criteria are learned from what lies before it.</param>
    /// <param name="to">The minute after the last one.</param>
    /// <param name="isForecast">Whether the station forecasts each day (<see cref="MixModel"/>), so that minutes are judged by that,
    /// too.</param>
    public static List<AlarmChange> Changes(RealSeries series, int from, int to, bool isForecast)
    {
        var forecasts = isForecast ? new DailyForecasts(series) : null;
        var cells = new HourCells(minute => DateTime.UnixEpoch.AddMinutes(minute), HolidayCalendars.Empty);
        var settings = new MonitorSettings { IntervalMinutes = series.Interval };
        var (monitor, state) = (Learn(from), new MonitorState());
        state = Go(series.Start, from).State;
        var told = new List<AlarmChange>();
        for (var day = from; day < to; day += MinutesPer.Day)
        {
            if (day > from && (day - from) / MinutesPer.Day % RefitDays == 0)
            {
                monitor = Learn(day);
            }

            var result = Go(day, Math.Min(to, day + MinutesPer.Day));
            state = result.State;
            told.AddRange(result.Changes);
        }

        return told;

        SensorMonitor Learn(int until) => new(ProfileBefore(series, until, cells), settings);

        MonitorResult Go(int begin, int end)
        {
            var first = Math.Max(0, series.SlotOf(begin) - MonitorInput.LookBack);
            var last = series.SlotOf(end);
            return monitor.Run(
                state,
                new MonitorInput(
                    series.Start + (first * series.Interval), series.FlowRate[first..last], series.Pressure[first..last], cells,
                    forecasts is null ? null : forecasts.At),
                end - 1);
        }
    }
}
