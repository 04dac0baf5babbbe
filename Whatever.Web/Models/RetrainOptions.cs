using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.Series;

namespace Whatever.Web.Models;

/// <summary>How challengers are trained and judged.</summary>
public sealed record RetrainOptions
{
    /// <summary>
    /// Quantity, name and data are set for each challenger. One core: the other one stays with the station, which goes on serving.
    /// </summary>
    public ResidualTrainingOptions Training { get; init; } = new() { Quantity = Quantity.FlowRate, Name = "challenger", MaxThreads = 1 };

    /// <summary>Base days that are compared: four of each day of the week.</summary>
    public int ComparedDays { get; init; } = 28;

    /// <summary>Days that the training must not see: those compared, and the six that the last of them forecasts.</summary>
    public int UnseenDays => ComparedDays + 6;

    /// <summary>What training needs, and the days that it must not see.</summary>
    public int FewestDays => ResidualTrainer.FewestDays(Training) + UnseenDays;
}
