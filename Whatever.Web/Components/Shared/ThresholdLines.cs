using MathNet.Numerics.Distributions;
using Whatever.Model.Outliers;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Shared;

/// <summary>The values at which stages begin, for drawing.</summary>
public static class ThresholdLines
{
    public static IReadOnlyList<(double Value, OutlierStage Stage)> Compute(CriteriaVersion criteria, Tail tail, IReadOnlyList<double> percentiles)
    {
        var lines = new List<(double, OutlierStage)>();
        for (var i = 0; i < percentiles.Count; i++)
        {
            var stage = (OutlierStage)(i + 1);
            var distance = criteria.StandardDeviation * Normal.InvCDF(0, 1, tail == Tail.Both ? 0.5 + (percentiles[i] / 200) : percentiles[i] / 100);
            if (tail != Tail.Lower)
            {
                lines.Add((criteria.Mean + distance, stage));
            }

            if (tail != Tail.Upper)
            {
                lines.Add((criteria.Mean - distance, stage));
            }
        }

        return lines;
    }
}
