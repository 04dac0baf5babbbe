using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>Decides which judged minutes the target hears of.</summary>
/// <param name="policy">The setting of the target.</param>
/// <param name="flowRateBefore">The newest stage of the flow rate before the first minute given; null counts as normal.</param>
/// <param name="pressureBefore">The same of the pressure.</param>
public sealed class AlertPolicyFilter(AlertPolicy policy, OutlierStage? flowRateBefore, OutlierStage? pressureBefore)
{
    private OutlierStage flowRate = flowRateBefore ?? OutlierStage.Normal;
    private OutlierStage pressure = pressureBefore ?? OutlierStage.Normal;

    public bool Passes(Quantity quantity, OutlierStage stage)
    {
        ref var previous = ref quantity == Quantity.FlowRate ? ref flowRate : ref pressure;
        var changed = stage != previous;
        previous = stage;
        return policy switch
        {
            AlertPolicy.AlarmOpenClose => false,
            AlertPolicy.StageChange => changed,
            _ => stage != OutlierStage.Normal,
        };
    }
}
