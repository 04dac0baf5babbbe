using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Detection;

/// <summary>Decides which judged minutes the target hears of.</summary>
/// <param name="policy">The setting of the target.</param>
/// <param name="before">The newest judgement before the first minute given.</param>
public sealed class AlertPolicyFilter(AlertPolicy policy, Judgement? before)
{
    private OutlierStage flowRate = before?.FlowRateStage ?? OutlierStage.Normal;
    private OutlierStage pressure = before?.PressureStage ?? OutlierStage.Normal;

    public bool Passes(Quantity quantity, OutlierStage stage)
    {
        ref var previous = ref quantity == Quantity.FlowRate ? ref flowRate : ref pressure;
        var changed = stage != previous;
        previous = stage;
        return policy == AlertPolicy.StageChange ? changed : stage != OutlierStage.Normal;
    }
}
