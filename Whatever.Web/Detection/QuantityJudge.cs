using Whatever.Model.Outliers;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Detection;

/// <summary>The criteria and thresholds in force for one quantity.</summary>
public sealed class QuantityJudge(Quantity quantity, CriteriaVersion criteria, ThresholdVersion settings)
{
    private readonly NormalCriteria normal = new(criteria.Mean, criteria.StandardDeviation, criteria.Count);
    private readonly OutlierThresholds thresholds = new(settings.Interest, settings.Caution, settings.Alert, settings.Serious);

    public Quantity Quantity => quantity;
    public CriteriaVersion Criteria => criteria;

    public ValueJudgement Judge(double value) => ValueJudge.Judge(value, normal, settings.Tail, thresholds);
}
