namespace Whatever.Model.Evaluation;

/// <summary>Compares hour by hour, per lead day and over all of them.</summary>
internal sealed class BacktestTally
{
    private readonly Row[] rows;

    /// <param name="leadDays">1..7.</param>
    public BacktestTally(int leadDays) => rows = [.. Enumerable.Range(0, leadDays + 1).Select(_ => new Row())];

    /// <param name="leadDay">1 to the lead days.</param>
    /// <param name="actual">NaN where nothing was measured.</param>
    /// <param name="forecast">NaN where there is none.</param>
    /// <param name="baselines">In the order of <see cref="BaselineErrors"/>; NaN where there is none.</param>
    public void Add(int leadDay, double actual, (double P50, double P10, double P90) forecast, ReadOnlySpan<double> baselines)
    {
        rows[leadDay].Add(actual, forecast, baselines);
        rows[0].Add(actual, forecast, baselines);
    }

    public BacktestResult ToResult() => new([.. rows.Select((row, leadDay) => row.ToFigures(leadDay)).Skip(1)], rows[0].ToFigures(0));

    private sealed class Row
    {
        private readonly ErrorTally model = new();
        private readonly ErrorTally[] others = [.. Enumerable.Range(0, BaselineForecasts.Count).Select(_ => new ErrorTally())];
        private int notForecast;

        public void Add(double actual, (double P50, double P10, double P90) forecast, ReadOnlySpan<double> baselines)
        {
            if (double.IsNaN(actual) || baselines.Contains(double.NaN))
            {
                return;
            }

            if (double.IsNaN(forecast.P50))
            {
                notForecast++;
                return;
            }

            model.Add(actual, forecast.P50, forecast.P10, forecast.P90);
            for (var i = 0; i < others.Length; i++)
            {
                others[i].Add(actual, baselines[i]);
            }
        }

        public LeadDayFigures ToFigures(int leadDay)
        {
            var errors = Array.ConvertAll(others, other => other.ToFigures().MeanAbsoluteError);
            return new LeadDayFigures(
                leadDay, model.ToFigures(), notForecast, new BaselineErrors(errors[0], errors[1], errors[2], errors[3], errors[4]));
        }
    }
}
