using Whatever.Model.Calendar;
using Whatever.Model.Forecasting.Trees;
using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Model.Forecasting.Residual;

/// <summary>Networks that stand on the seasonal baseline.</summary>
public sealed class ResidualModel : IStationModel
{
    private readonly IReadOnlyList<ResidualPart> parts;
    private readonly CalendarForecasters forecasters;

    /// <param name="description">Its parts, band and weights are set from the other arguments.</param>
    /// <param name="parts">By hours.</param>
    /// <param name="band">Null for none.</param>
    public ResidualModel(ResidualDescription description, IReadOnlyList<ResidualPart> parts, ResidualBand? band)
    {
        (this.parts, forecasters) = (parts, new CalendarForecasters(On));
        Description = description with
        {
            Parts = [.. parts.Select(part => new ResidualPartDescription(part.FromHour, part.ToHour, part.Weight, part.Members.Count))],
            Band = band,
        };
    }

    /// <summary>The content of model.json.</summary>
    public ResidualDescription Description { get; }

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <inheritdoc/>
    public string Version => Description.Version;

    /// <inheritdoc/>
    public Quantity Quantity =>
        QuantityNames.TryParse(Description.Quantity, out var quantity)
            ? quantity
            : throw new InvalidOperationException("The description was not validated.");

    /// <inheritdoc/>
    public int ContextDays => ResidualForecaster.DaysBack(Description.Baseline, Description.ContextHours)
        + RecentMix.DaysBack(Description.MixDays) + RollingBand.FewerDaysBack
        + (Description.Trees ? TreeForecaster.DaysBack + RecentMix.DaysBack(Description.MixDays) : 0);

    /// <inheritdoc/>
    public bool ReadsHours => true;

    /// <inheritdoc/>
    public Problem? ForecastProblem => null;

    /// <summary>Networks by the hours that they give.</summary>
    internal IReadOnlyList<ResidualPart> Parts => parts;

    /// <summary>
    /// The forecaster for a calendar: the networks mixed with baselines by what did best lately, and around it the band of what was off
    /// lately; while nothing is known of that, the one that held-back days gave. It remembers what it forecast for the origins of the
    /// series that it was given last.
    /// </summary>
    /// <param name="holidays">Known in advance.</param>
    public IHourlyForecaster On(IHolidays holidays) => new RememberingForecaster(() =>
    {
        var center = new CachedForecaster(
            Center(Description, parts, holidays, member => new CachedForecaster(member), Description.Learned));
        return new RollingBand(
            center, RollingBand.FewerDaysBack, Description.Learned,
            Description.Band is { } band ? new BandedForecaster(center, band, Description.Baseline, holidays) : center);
    }, isWary: Description.Trees);

    /// <summary>The forecast without its band.</summary>
    /// <param name="description">Of the model.</param>
    /// <param name="parts">Of the model.</param>
    /// <param name="holidays">Known in advance.</param>
    /// <param name="wrap">Put around each forecaster that is mixed.</param>
    /// <param name="learned">Hours that the networks were trained on; null where none of those looked at is.</param>
    internal static IHourlyForecaster Center(
        ResidualDescription description, IReadOnlyList<ResidualPart> parts, IHolidays holidays,
        Func<IHourlyForecaster, IHourlyForecaster> wrap, LearnedSpan? learned)
    {
        var networks = new ResidualForecaster(holidays, description.Baseline, description.ContextHours, parts);
        if (description.MixDays == 0)
        {
            return networks;
        }

        var own = wrap(networks);
        List<IHourlyForecaster> variants = [.. BaselineVariants.All(holidays).Select(wrap)];
        var mix = new RecentMix([new MixMember(own, learned), .. variants.Select(variant => new MixMember(variant))], description.MixDays);
        return description.Trees
            ? WithTrees(own, mix, [.. HourlyForecasters.Simple(holidays).Select(wrap), .. variants], description.MixDays, learned?.Half())
            : mix;

        RecentMix WithTrees(
            IHourlyForecaster own, RecentMix mix, IReadOnlyList<IHourlyForecaster> baselines, int days, LearnedSpan? partly)
        {
            var (first, trees) = (wrap(mix), wrap(new TreeForecaster(holidays, baselines)));
            return new RecentMix(
                [
                    new MixMember(first, partly), new MixMember(trees), new MixMember(new MeanForecaster(first, trees), partly),
                    new MixMember(new MeanForecaster(own, trees), partly),
                ],
                days);
        }
    }

    /// <inheritdoc/>
    public bool Takes(int samplingIntervalMinutes) => 60 % samplingIntervalMinutes == 0;

    /// <inheritdoc/>
    public DayForecast Forecast(DateOnly baseDay, MinuteSeries readings, IHolidays holidays) =>
        HourlyStationForecast.Of(forecasters.Of(holidays), Quantity, Version, baseDay, readings);
}
