using System.Globalization;
using Whatever.Model.Evaluation;

namespace Whatever.Web.Commands;

/// <summary>What a backtest prints; a figure that there is none of is null.</summary>
internal sealed record BacktestReport(
    string File, string Model, string Quantity, int StepMinutes, string Country, DateOnly From, DateOnly To,
    IReadOnlyList<BacktestRow> ByLeadDay, BacktestRow Overall, DateOnly? TrainedTo = null)
{
    /// <summary>A table for people, line by line.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Model} on {File}: {Quantity}, a value every {StepMinutes} min, base days {From:yyyy-MM-dd} to {To:yyyy-MM-dd}, holidays: "
                + $"{Country}.");
        yield return "                                                         skill against";
        yield return "lead day   hours      MAE     RMSE   MAPE %     bias   last week  4 weeks  last day   7 days  seasonal  in P10-P90";
        foreach (var row in ByLeadDay.Append(Overall))
        {
            yield return row.ToLine();
        }

        if (TrainedTo >= From)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"The model was trained on days up to {TrainedTo:yyyy-MM-dd}: the figures flatter it.");
        }

        if (Overall.NotForecast > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Overall.NotForecast} measured hours were not forecast.");
        }
    }
}

/// <summary>One lead day.</summary>
/// <param name="LeadDay">1..6; null for all of them together.</param>
internal sealed record BacktestRow(
    int? LeadDay, int Hours, int NotForecast, double? Mae, double? Rmse, double? Mape, double? Bias, double? Coverage, double? PinballLoss,
    AgainstBaselines Skill, AgainstBaselines BaselineMae)
{
    public static BacktestRow Of(LeadDayFigures figures)
    {
        var (model, others) = (figures.Model, figures.Baselines);
        return new BacktestRow(
            figures.LeadDay > 0 ? figures.LeadDay : null, model.Hours, figures.NotForecast,
            Known(model.MeanAbsoluteError), Known(model.RootMeanSquareError), Known(model.MeanAbsolutePercentageError), Known(model.Bias),
            model.Coverage, model.PinballLoss,
            new AgainstBaselines(
                Known(figures.SkillAgainstLastWeek), Known(figures.SkillAgainstFourWeekMean), Known(figures.SkillAgainstLastDay),
                Known(figures.SkillAgainstSevenDayMean), Known(figures.SkillAgainstSeasonal)),
            new AgainstBaselines(
                Known(others.LastWeek), Known(others.FourWeekMean), Known(others.LastDay), Known(others.SevenDayMean),
                Known(others.Seasonal)));
    }

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{LeadDay?.ToString(CultureInfo.InvariantCulture) ?? "all",8} {Hours,7} {Show(Mae)} {Show(Rmse)} {Show(Mape, "0.0")} "
            + $"{Show(Bias)}   {Percent(Skill.LastWeek),9} {Percent(Skill.FourWeekMean),8} {Percent(Skill.LastDay),9} "
                + $"{Percent(Skill.SevenDayMean),8} {Percent(Skill.Seasonal),9}  {Percent(Coverage),10}");

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static string Show(double? value, string format = "0.000") =>
        (value?.ToString(format, CultureInfo.InvariantCulture) ?? "-").PadLeft(8);

    private static string Percent(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.0} %") : "-";
}

/// <summary>A figure for each of the forecasts that need no model.</summary>
internal sealed record AgainstBaselines(double? LastWeek, double? FourWeekMean, double? LastDay, double? SevenDayMean, double? Seasonal);
