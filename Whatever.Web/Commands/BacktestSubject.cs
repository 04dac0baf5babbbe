using Whatever.Model.Calendar;
using Whatever.Model.Evaluation;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Commands;

/// <summary>
/// What is judged: a forecaster that looks once a day at hours, or a model of the seed's form that looks at a window of readings.
/// </summary>
internal sealed class BacktestSubject
{
    private readonly string name;
    private readonly IHourlyForecaster? hourly;
    private readonly ForecastModel? model;

    private BacktestSubject(string name, IHourlyForecaster? hourly, ForecastModel? model, Quantity? quantity) =>
        (this.name, this.hourly, this.model, Quantity) = (name, hourly, model, quantity);

    /// <summary>The quantity that it forecasts, or the first of both; null where it does not matter.</summary>
    public Quantity? Quantity { get; }

    /// <summary>Whether it forecasts a quantity.</summary>
    public bool Forecasts(Quantity quantity) => model?.Quantities.Contains(quantity) ?? Quantity is null || Quantity == quantity;

    /// <summary>The last day that it was trained on; null where it was not trained, or nobody wrote it down.</summary>
    public DateOnly? TrainedTo { get; private init; }

    /// <param name="name">Of a forecaster, else the folder of a model.</param>
    /// <param name="holidays">For forecasters that know holidays.</param>
    /// <exception cref="CommandFailedException">There is neither.</exception>
    /// <exception cref="ModelFileException">The folder's files are damaged, or the station cannot forecast with the model.</exception>
    public static BacktestSubject Load(string name, IHolidays holidays)
    {
        if (HourlyForecasters.Find(name, holidays) is { } forecaster)
        {
            return new BacktestSubject(name, forecaster, null, null);
        }

        if (!Directory.Exists(name))
        {
            throw new CommandFailedException(
                new Problem(
                    "option.value", "--model", name, new Phrase("expected.model", string.Join(", ", HourlyForecasters.Names))),
                isUsage: true);
        }

        var loaded = StationModels.Load(name);
        return loaded.ForecastProblem is { } problem ? throw new ModelFileException(problem)
            : new BacktestSubject(name, (loaded as ResidualModel)?.On(holidays), loaded as ForecastModel, loaded.Quantity)
            {
                TrainedTo = (loaded as ResidualModel)?.Description.Training?.To ?? (loaded as ForecastModel)?.Card?.To,
            };
    }

    /// <param name="quantity">One that it forecasts.</param>
    /// <param name="series">Of that quantity.</param>
    /// <param name="from">First base day.</param>
    /// <param name="to">Last base day.</param>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="cancellation">Looked at between days.</param>
    /// <exception cref="CommandFailedException">The model reads values at another step than the file's.</exception>
    public BacktestResult Run(
        Quantity quantity, MinuteSeries series, DateOnly from, DateOnly to, IHolidays holidays, CancellationToken cancellation)
    {
        if (hourly is not null)
        {
            return Backtest.Run(hourly, series.ToHours(), from, to, holidays: holidays, cancellation: cancellation);
        }

        return series.Interval == TimeSpan.FromMinutes(model!.SamplingIntervalMinutes)
            ? Backtest.Run(model.For(quantity), series, from, to, holidays, cancellation)
            : throw new CommandFailedException(
                new Problem("backtest.interval", name, model.SamplingIntervalMinutes, series.Interval.TotalMinutes));
    }
}
