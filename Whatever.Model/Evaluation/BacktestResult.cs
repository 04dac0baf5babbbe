namespace Whatever.Model.Evaluation;

/// <summary>How forecasts did day after day against things that need no model.</summary>
/// <param name="ByLeadDay">One row per lead day, from 1 on.</param>
/// <param name="Overall">All lead days together.</param>
public sealed record BacktestResult(IReadOnlyList<LeadDayFigures> ByLeadDay, LeadDayFigures Overall)
{
    /// <summary>Over all lead days, in the unit of the quantity; NaN where nothing could be compared.</summary>
    public double MeanAbsoluteError => Overall.Model.MeanAbsoluteError;
}

/// <summary>
/// One lead day; model and baselines are compared over the same hours: those that were measured and that all of them forecast.
/// </summary>
/// <param name="LeadDay">1..7: days from the base day to the target; 0 for all of them together.</param>
/// <param name="Model">Of the model.</param>
/// <param name="NotForecast">Hours that were measured and that the baselines forecast, but not the model.</param>
/// <param name="Baselines">What it takes to be worth its keep.</param>
public sealed record LeadDayFigures(int LeadDay, ErrorFigures Model, int NotForecast, BaselineErrors Baselines)
{
    /// <summary>Against the same hour of the last day known.</summary>
    public double SkillAgainstLastDay => ErrorFigures.Skill(Model.MeanAbsoluteError, Baselines.LastDay);

    /// <summary>Against the same hour a week before.</summary>
    public double SkillAgainstLastWeek => ErrorFigures.Skill(Model.MeanAbsoluteError, Baselines.LastWeek);

    /// <summary>Against the mean of the same hour of the last four weeks.</summary>
    public double SkillAgainstFourWeekMean => ErrorFigures.Skill(Model.MeanAbsoluteError, Baselines.FourWeekMean);

    /// <summary>Against the mean of the same hour over the last seven days known.</summary>
    public double SkillAgainstSevenDayMean => ErrorFigures.Skill(Model.MeanAbsoluteError, Baselines.SevenDayMean);

    /// <summary>Against the seasonal baseline.</summary>
    public double SkillAgainstSeasonal => ErrorFigures.Skill(Model.MeanAbsoluteError, Baselines.Seasonal);
}

/// <summary>Mean absolute errors of what needs no model, in the unit of the quantity.</summary>
/// <param name="LastDay">Same hour of the last day known.</param>
/// <param name="LastWeek">Same hour a week before the target.</param>
/// <param name="FourWeekMean">Mean of the same hour of the week over four weeks.</param>
/// <param name="SevenDayMean">Mean of the same hour over the last seven days known.</param>
/// <param name="Seasonal">The seasonal baseline with its default options.</param>
public sealed record BaselineErrors(double LastDay, double LastWeek, double FourWeekMean, double SevenDayMean, double Seasonal);
