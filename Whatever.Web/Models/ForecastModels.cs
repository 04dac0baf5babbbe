using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Models;

/// <summary>What forecasting asks of the models.</summary>
internal sealed class ForecastModels(
    ModelRegistry registry, FirstChoice choice, SkillWatch skill, ILogger<ForecastModels> logger) : IForecastModels
{
    /// <summary>Each with a band, whether it has one of its own or not.</summary>
    public async Task<IReadOnlyList<IStationModel>> LoadAsync(int sensorKey, CancellationToken cancellation = default) =>
    [
        .. (await registry.LoadAsync(sensorKey, cancellation))
            .Select(model => model is ForecastModel ? new BandedModel(model) : model),
    ];

    public async Task ChooseAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        foreach (var quantity in QuantityNames.All)
        {
            try
            {
                await choice.RunAsync(sensor, quantity, cancellation);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // What was in force before goes on forecasting.
                logger.LogWarning(problem, "{Sensor} {Quantity} could not be compared", sensor.Id, quantity);
            }
        }
    }

    public async Task<IReadOnlyList<Phrase>> RenewAsync(Sensor sensor, CancellationToken cancellation = default)
    {
        foreach (var quantity in QuantityNames.All)
        {
            try
            {
                if (await skill.RunAsync(sensor, quantity, cancellation) is { } outcome)
                {
                    return [outcome];
                }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                logger.LogWarning(problem, "{Sensor} {Quantity} could not be trained anew", sensor.Id, quantity);
            }
        }

        return [];
    }
}
