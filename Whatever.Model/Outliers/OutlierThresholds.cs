using Whatever.Model.Problems;

namespace Whatever.Model.Outliers;

/// <summary>The percentiles at which the stages begin: strictly increasing, each at least 50 and below 100.</summary>
public sealed record OutlierThresholds
{
    internal const double Lowest = 50;

    /// <summary>Every threshold is below.</summary>
    internal const double Limit = 100;

    /// <param name="interest">Stage 1 begins here.</param>
    /// <param name="caution">Stage 2 begins here.</param>
    /// <param name="alert">Stage 3 begins here.</param>
    /// <param name="serious">Stage 4 begins here.</param>
    /// <exception cref="ArgumentException">A threshold is out of range or they do not increase.</exception>
    public OutlierThresholds(double interest, double caution, double alert, double serious)
    {
        // Made anew for each look at the settings of a sensor: what is wrong is put into words only where something is.
        if (!(interest >= Lowest && caution > interest && alert > caution && serious > alert && serious < Limit))
        {
            throw new ArgumentException(ProblemTexts.English(Validate(interest, caution, alert, serious)));
        }

        (Interest, Caution, Alert, Serious) = (interest, caution, alert, serious);
    }

    /// <summary>90, 95, 98, 99.</summary>
    public static OutlierThresholds Default { get; } = new(90, 95, 98, 99);

    /// <summary>Stage 1 begins here, %.</summary>
    public double Interest { get; }

    /// <summary>Stage 2 begins here, %.</summary>
    public double Caution { get; }

    /// <summary>Stage 3 begins here, %.</summary>
    public double Alert { get; }

    /// <summary>Stage 4 begins here, %.</summary>
    public double Serious { get; }

    /// <summary>One problem per thing that is wrong; empty where nothing is.</summary>
    public static IReadOnlyList<Problem> Validate(double interest, double caution, double alert, double serious)
    {
        (string Name, double Value)[] all = [("interest", interest), ("caution", caution), ("alert", alert), ("serious", serious)];
        var problems = new List<Problem>();
        foreach (var (name, value) in all)
        {
            if (!(value >= Lowest && value < Limit))
            {
                problems.Add(new Problem("threshold.out-of-range", new Phrase($"stage.{name}"), value, Lowest, Limit).At(name));
            }
        }

        for (var i = 1; i < all.Length; i++)
        {
            if (!(all[i].Value > all[i - 1].Value))
            {
                problems.Add(new Problem(
                    "threshold.not-increasing", new Phrase($"stage.{all[i].Name}"), all[i].Value, all[i - 1].Value,
                    new Phrase($"stage.{all[i - 1].Name}")).At(all[i].Name));
            }
        }

        return problems;
    }

    /// <summary>The stage of a percentile of 0..100; one on a boundary belongs to the higher stage.</summary>
    public OutlierStage StageOf(double percentile) =>
        percentile >= Serious ? OutlierStage.Serious
        : percentile >= Alert ? OutlierStage.Alert
        : percentile >= Caution ? OutlierStage.Caution
        : percentile >= Interest ? OutlierStage.Interest
        : OutlierStage.Normal;
}
