using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Simulation;

public sealed class NoiseCharacterTests
{
    private const int Count = 400_000;
    private static readonly long First = new DateTime(2024, 1, 1).Ticks / TimeSpan.TicksPerMinute;

    [Theory]
    [InlineData(NoiseCharacter.White, 0.01, 0)]
    [InlineData(NoiseCharacter.Autoregressive, 0.04, 0.95)]
    [InlineData(NoiseCharacter.HeavyTailed, 0.1, 0)]
    public void Fast_AnyCharacter_HasUnitVarianceAndItsOwnMemory(NoiseCharacter character, double tolerance, double lag)
    {
        var values = Sample(character, 1);
        var variance = values.Average(value => value * value);
        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(1, variance, tolerance);
        Assert.Equal(lag, values.Skip(1).Zip(values, (now, before) => now * before).Average() / variance, 0.01);
    }

    /// <summary>
    /// Of Student's t with three degrees of freedom and unit variance 1.38 % lie beyond three, of a normal distribution 0.27 %.
    /// </summary>
    [Fact]
    public void Fast_HeavyTailed_HasManyWildValues()
    {
        var values = Sample(NoiseCharacter.HeavyTailed, 1);
        Assert.Equal(0.0138, values.Count(value => Math.Abs(value) > 3) / (double)Count, 0.001);
        Assert.True(values.Average(value => value * value * value * value) > 8);
        Assert.Equal(0.0027, Sample(NoiseCharacter.Autoregressive, 1).Count(value => Math.Abs(value) > 3) / (double)Count, 0.001);
    }

    [Theory]
    [InlineData(NoiseCharacter.White)]
    [InlineData(NoiseCharacter.Autoregressive)]
    [InlineData(NoiseCharacter.HeavyTailed)]
    public void Fast_WhicheverMinuteOneBeginsWith_IsTheSame(NoiseCharacter character)
    {
        var values = Sample(character, 3);
        var random = new Random(1);
        var noise = new MinuteNoise(3);
        for (var i = 0; i < 500; i++)
        {
            var minute = random.Next(4000);
            Assert.Equal(values[minute], noise.Fast(character, First + minute, 0));
            Assert.Equal(values[minute], new MinuteNoise(3).Fast(character, First + minute, 0));
            noise.Fast(character, First + minute, 1000);
        }
    }

    [Theory]
    [InlineData(NoiseCharacter.Autoregressive)]
    [InlineData(NoiseCharacter.HeavyTailed)]
    public void Generate_Character_KeepsTheSpreadAndChangesTheMinutes(NoiseCharacter character)
    {
        var from = new DateTime(2024, 5, 6);
        var white = Residuals(NoiseCharacter.White);
        var other = Residuals(character);
        Assert.NotEqual(white, other);
        Assert.Equal(1, Deviation(other) / Deviation(white), 0.1);

        double[] Residuals(NoiseCharacter kind) =>
            [.. new WaterSimulator(new SimulationOptions { Character = kind, SlowNoise = 0 }).Generate(from, 14_400)
            .Zip(
                new WaterSimulator(new SimulationOptions { SlowNoise = 0, FastNoise = 0 }).Generate(from, 14_400),
                (noisy, plain) => (noisy.FlowRate / plain.FlowRate) - 1)];
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => value * value));

    private static double[] Sample(NoiseCharacter character, int seed)
    {
        var noise = new MinuteNoise(seed);
        return [.. Enumerable.Range(0, Count).Select(i => noise.Fast(character, First + i, 0))];
    }
}
