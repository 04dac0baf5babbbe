using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Behaviour;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>What detection found for one minute of one sensor; null where there was no value or no criteria.</summary>
public sealed class MinuteJudgement
{
    public int SensorKey { get; set; }
    public int Minute { get; set; }
    public double? FlowRatePercentile { get; set; }
    public OutlierStage? FlowRateStage { get; set; }
    public int? FlowRateCriteria { get; set; }
    public double? PressurePercentile { get; set; }
    public OutlierStage? PressureStage { get; set; }
    public int? PressureCriteria { get; set; }
}
