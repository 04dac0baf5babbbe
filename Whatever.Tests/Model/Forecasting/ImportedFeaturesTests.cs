using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Networks;
using Whatever.Model.Series;
using Whatever.Tests.Model.ModelFiles;

namespace Whatever.Tests.Model.Forecasting;

/// <summary>What a network that was made elsewhere is fed with, feature by feature, and networks that give both quantities.</summary>
public sealed class ImportedFeaturesTests
{
    private const int Interval = 60;
    private static readonly DateTime End = ForecastTargets.WindowEnd(TestSeries.BaseDay, 2);
    private static readonly MinuteSeries Flow = TestSeries.Wave(intervalMinutes: Interval);
    private static readonly MinuteSeries Both = Flow with { Other = Flow.Map((value, place) => 1000 - value + (place % 5)) };

    [Fact]
    public void ToInputs_EveryFeatureOfImports_IsWhatItsDefinitionSays()
    {
        var window = ModelWindow.Build(Model(FeatureNames.OfImports), Both, End, new HolidayOn(TestSeries.BaseDay)).ToInputs();
        for (var step = 0; step < 4; step++)
        {
            // 22:00 and 23:00 on Sunday 30 June, 0:00 and 1:00 on Monday 1 July, which is a holiday here.
            var (hour, weekday, month, holiday) = step < 2 ? (22 + step, 6, 6, 0) : (step - 2, 0, 7, 1);
            double[] expected =
            [
                Flow.Values[Flow.IndexOf(End) - 4 + step], Both.Other!.Values[Flow.IndexOf(End) - 4 + step], hour, weekday, month, holiday,
                Math.Sin(hour * Math.PI / 12), Math.Cos(hour * Math.PI / 12), Math.Sin(weekday * 2 * Math.PI / 7),
                Math.Cos(weekday * 2 * Math.PI / 7), 2.5,
            ];
            Assert.Equal(expected, window[(step * 11)..((step + 1) * 11)], (x, y) => Math.Abs(x - y) < 1e-12);
        }
    }

    [Fact]
    public void ToInputs_FeatureWithAScalerOfItsOwn_IsScaledByThatAlone()
    {
        var model = Model([FeatureNames.Pressure, FeatureNames.Value, FeatureNames.Hour]) with
        {
            FeatureSettings = [new FeatureSetting { Offset = 700, Scale = 20 }, null, new FeatureSetting { Offset = 0, Scale = 23 }],
            Scaler = new ScalerDescription("fixed", 200, 50),
        };
        var (last, place) = (ModelWindow.Build(model, Both, End).ToInputs()[^3..], Flow.IndexOf(End) - 1);
        Assert.Equal(
            [(Both.Other!.Values[place] - 700) / 20, (Flow.Values[place] - 200) / 50, 1 / 23.0], last,
            (x, y) => Math.Abs(x - y) < 1e-12);
    }

    /// <summary>The network hands on the last step, so its first output is the feature itself.</summary>
    [Fact]
    public void Append_OwnForecasts_AreOfTheHourThatTheyForecastAndTheOtherQuantityStays()
    {
        var model = Model([FeatureNames.FlowRate, FeatureNames.Pressure, FeatureNames.Hour, FeatureNames.Weekday, FeatureNames.Month]);
        var window = ModelWindow.Build(model, Both, End).Append(7).Append(8).ToInputs();
        var pressure = Both.Other!.Values[Flow.IndexOf(End) - 1];
        Assert.Equal([Flow.Values[Flow.IndexOf(End) - 1], pressure, 1, 0, 7], window[5..10]);
        Assert.Equal([7, pressure, 2, 1, 7], window[10..15]);
        Assert.Equal([8, pressure, 2, 2, 7], window[15..20]);
    }

    [Fact]
    public void Forecast_OtherQuantityMissing_SkipsTheHourAndSaysWhichQuantity()
    {
        var model = new ForecastModel(Model([FeatureNames.FlowRate, FeatureNames.Pressure]), new LastStep(2));
        var forecast = DayForecaster.Forecast(model, TestSeries.BaseDay, Flow);
        Assert.Empty(forecast.Values);
        Assert.Equal(24, forecast.Skipped.Count);
        Assert.StartsWith(
            "100 % of the pressure in the window is missing", forecast.Skipped[0].Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(144, DayForecaster.Forecast(model, TestSeries.BaseDay, Both).Values.Count);
    }

    [Fact]
    public void Forecast_OtherQuantityChangedAfterTheWindow_StaysTheSame()
    {
        var model = new ForecastModel(Model([FeatureNames.Pressure, FeatureNames.FlowRate]), new LastStep(2));
        double[] Hour(MinuteSeries other) => DayForecaster.Forecast(model, TestSeries.BaseDay, Flow with { Other = other }).OfHour(2);
        var before = Hour(Both.Other!);
        Assert.Equal(before, Hour(Both.Other!.With(End, 30, _ => 9)));
        Assert.NotEqual(before, Hour(Both.Other!.With(End.AddHours(-1), 1, _ => 9)));
    }

    [Fact]
    public void Forecast_TwoHeads_GivesEachQuantityByItsOwnScalerAndGoesOnWithBoth()
    {
        var description = Model([FeatureNames.FlowRate, FeatureNames.Pressure]) with
        {
            Output = new OutputDescription(1, "nothing")
            {
                Heads = [new("a", 1, 1, 1, "pressure", 3, 1), new("b", 0, 1, 1, "flow_rate", 10, 2)],
            },
        };
        var model = new ForecastModel(description, new LastStep(2));
        Assert.Equal([Quantity.FlowRate, Quantity.Pressure], model.Quantities);
        var (flow, pressure) = (Flow.Values[Flow.IndexOf(End) - 1], Both.Other!.Values[Flow.IndexOf(End) - 1]);
        var found = DayForecaster.Forecast(model.For(Quantity.FlowRate), TestSeries.BaseDay, Both).OfHour(2);
        var other = DayForecaster.Forecast(
            model.For(Quantity.Pressure), TestSeries.BaseDay, Both.Other with { Other = Flow }).OfHour(2);
        for (var step = 0; step < 6; step++)
        {
            (flow, pressure) = (10 + (2 * flow), 3 + pressure);
            Assert.Equal(flow, found[step], 1e-9);
            Assert.Equal(pressure, other[step], 1e-9);
        }
    }

    private static ModelDescription Model(IReadOnlyList<string> features) => TestModels.Recursive with
    {
        SamplingIntervalMinutes = Interval,
        Window = new WindowDescription(4, 0),
        Features = features,
        FeatureSettings = [.. features.Select(name => name == FeatureNames.Constant ? new FeatureSetting { Constant = 2.5 } : null)],
        Scaler = new ScalerDescription("fixed", 0, 1),
    };

    /// <summary>Gives the features of the last step.</summary>
    private sealed class LastStep(int features) : INetwork
    {
        public int Features => features;

        public int Outputs => features;

        public Vector<double> Forward(Matrix<double> window) => window.Row(window.RowCount - 1);

        public Matrix<double> Forward(IReadOnlyList<Matrix<double>> steps) => steps[^1];
    }

    private sealed class HolidayOn(DateOnly day) : IHolidays
    {
        public bool Contains(DateOnly asked) => asked == day;
    }
}
