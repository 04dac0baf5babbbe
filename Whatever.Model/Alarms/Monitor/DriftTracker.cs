using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Series;

namespace Whatever.Model.Alarms.Monitor;

/// <summary>Sums flow and pressure by the hour and sets the means against the curve that belongs to them.</summary>
internal static class DriftTracker
{
    /// <summary>Goes on by one minute.</summary>
    /// <returns>At the end of an hour the mean residual of the last hours in deviations, NaN where too little was measured; null in
    /// between.</returns>
    public static double? Add(DriftMemory memory, FlowPressureRelation relation, int minute, int interval, double flow, double pressure)
    {
        var hour = minute / MinutesPer.Hour;
        double? deviations = null;
        if (memory.Hour != hour)
        {
            deviations = Close(memory, relation, interval);
            (memory.Hour, memory.FlowSum, memory.PressureSum, memory.Count) = (hour, 0, 0, 0);
        }

        if (!double.IsNaN(flow) && !double.IsNaN(pressure))
        {
            memory.FlowSum += flow;
            memory.PressureSum += pressure;
            memory.Count++;
        }

        return deviations;
    }

    private static double Close(DriftMemory memory, FlowPressureRelation relation, int interval)
    {
        if (memory.Count * 2 < MinutesPer.Hour / interval)
        {
            return double.NaN;
        }

        memory.Residuals.Add((memory.PressureSum / memory.Count) - relation.At(memory.FlowSum / memory.Count));
        if (memory.Residuals.Count > FlowPressureRelation.HoursJudged)
        {
            memory.Residuals.RemoveAt(0);
        }

        return memory.Residuals.Count == FlowPressureRelation.HoursJudged ? memory.Residuals.Average() / relation.Deviation : double.NaN;
    }
}
