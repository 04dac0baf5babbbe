using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Monitoring;

/// <summary>The criteria and thresholds in force for one quantity.</summary>
public sealed class QuantityJudge(Quantity quantity, CriteriaVersion criteria, OutlierSettings settings, HourCells cells)
{
    private readonly ContextCriteria context = criteria.ToCriteria();
    private readonly OutlierThresholds thresholds = new(settings.Interest, settings.Caution, settings.Alert, settings.Serious);

    public Quantity Quantity => quantity;
    public CriteriaVersion Criteria => criteria;

    /// <param name="minute">Minutes since 1970-01-01T00:00Z: what is normal depends on the hour.</param>
    /// <param name="value">Measured.</param>
    public ValueJudgement Judge(int minute, double value) =>
        ValueJudge.Judge(value, context.At(cells, minute), settings.Tail, thresholds, context.ScaleOf(settings.Distribution));
}
