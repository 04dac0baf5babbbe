using System.Globalization;
using Whatever.Model.ForecastTraining;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Benchmarks;

/// <summary>
/// How long the models of a station take: a year of simulated minutes, both quantities, windows and early stopping included.
/// </summary>
internal static class YearOfMinutes
{
    private const int Days = 365;
    private static readonly DateTime Start = new(2024, 1, 1);

    public static void Run()
    {
        var water = new WaterSimulator(new SimulationOptions { Seed = 1 }).Generate(Start, Days * 1440).ToList();
        foreach (var threads in new[] { 2, 1 })
        {
            var options = new TrainingOptions { Quantity = Quantity.FlowRate, Name = "year", MaxThreads = threads };
            Train(water, options);
            Train(water, options with { Units = 64, Layers = 2 });
        }
    }

    private static void Train(List<SimulatedMinute> water, TrainingOptions options)
    {
        var measure = new Measure("year");
        var trained = new List<string>();
        measure.Time(() =>
        {
            foreach (var quantity in Enum.GetValues<Quantity>())
            {
                var series = new MinuteSeries(
                    Start, TimeSpan.FromMinutes(1),
                    [.. water.Select(minute => quantity == Quantity.FlowRate ? minute.FlowRate : minute.Pressure)]);
                var card = Trainer.Train(options with { Quantity = quantity }, series).Card;
                trained.Add(
                    string.Create(
                        CultureInfo.InvariantCulture, $"{quantity.ToWireName()} {card.HeldBackError:0.0000} after pass {card.Epochs}"));
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a year of minutes, both quantities, {options.Layers} LSTM of {options.Units}, {options.MaxThreads} thread(s): "
                + $"{measure.Median:0.0} s (held-back error of {string.Join(", of ", trained)})"));
    }
}
