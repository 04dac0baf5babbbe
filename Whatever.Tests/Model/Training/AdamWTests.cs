using Whatever.Model.Training;

namespace Whatever.Tests.Model.Training;

public sealed class AdamWTests
{
    /// <summary>m = 0.1, v = 0.001, both corrected to 1; then m = 0.04, v = 0.001249, corrected by 0.19 and 0.001999.</summary>
    [Fact]
    public void Step_TwoGradients_MovesAsWorkedOutByHand()
    {
        var (adam, parameters) = (new AdamW(1, 1), new[] { 1f });
        adam.Step(parameters, [1], 1, 0.01, 0);
        Assert.Equal(0.99, parameters[0], 1e-7);
        adam.Step(parameters, [-0.5f], 1, 0.01, 0);
        Assert.Equal(0.9873366297370904, parameters[0], 2e-7);
    }

    [Theory]
    [InlineData(1e-3f)]
    [InlineData(7f)]
    [InlineData(-1e5f)]
    public void Step_FirstGradientOfAnySize_MovesByTheLearningRateAgainstIt(float gradient)
    {
        var parameters = new[] { 5f };
        new AdamW(1, 1).Step(parameters, [gradient], 1, 0.25, 0);
        Assert.Equal(5 - (0.25 * Math.Sign(gradient)), parameters[0], 1e-5);
    }

    /// <summary>Beside the step of Adam, which is as without it; biases stay out of it.</summary>
    [Fact]
    public void Step_WeightDecay_ShrinksTheWeightsAndNotTheBiases()
    {
        var (with, without) = (new[] { 8f, -4, 2 }, new[] { 8f, -4, 2 });
        new AdamW(3, 2).Step(with, [1, 0, 1], 1, 0.5, 0.25);
        new AdamW(3, 2).Step(without, [1, 0, 1], 1, 0.5, 0);
        Assert.Equal(without[0] - (8 * 0.5 * 0.25), with[0], 1e-6);
        Assert.Equal(-4 + (4 * 0.5 * 0.25), with[1], 1e-6);
        Assert.Equal(without[2], with[2]);
    }

    [Fact]
    public void Step_GradientScale_IsThatOfASmallerGradient()
    {
        var (scaled, small) = (new[] { 1f, 2 }, new[] { 1f, 2 });
        var (one, other) = (new AdamW(2, 1), new AdamW(2, 1));
        for (var step = 0; step < 3; step++)
        {
            one.Step(scaled, [4, -8], 0.25, 0.1, 0.1);
            other.Step(small, [1, -2], 1, 0.1, 0.1);
        }

        Assert.Equal(small, scaled);
    }

    /// <summary>Registers and what is left behind them round alike.</summary>
    [Fact]
    public void Step_EveryLengthUpTo40_EqualsOneParameterAtATime()
    {
        for (var length = 1; length <= 40; length++)
        {
            var random = new Random(length);
            var decayed = random.Next(length + 1);
            var parameters = Enumerable.Range(0, length).Select(_ => random.NextSingle()).ToArray();
            var alone = parameters.ToArray();
            var (adam, single) = (
                new AdamW(length, decayed), Enumerable.Range(0, length).Select(k => new AdamW(1, k < decayed ? 1 : 0)).ToArray());
            for (var step = 0; step < 3; step++)
            {
                var gradient = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray();
                adam.Step(parameters, gradient, 0.7, 0.01, 0.1);
                for (var k = 0; k < length; k++)
                {
                    single[k].Step(alone.AsSpan(k, 1), gradient.AsSpan(k, 1), 0.7, 0.01, 0.1);
                }
            }

            Assert.Equal(alone, parameters);
        }
    }

    [Fact]
    public void Step_ManyOnAParabola_ReachesItsBottom()
    {
        var (adam, parameters) = (new AdamW(2, 2), new[] { 4f, -3 });
        for (var i = 0; i < 2000; i++)
        {
            adam.Step(parameters, [2 * (parameters[0] - 1), 20 * (parameters[1] - 2)], 1, 0.02, 0);
        }

        Assert.Equal([1, 2], parameters, (expected, actual) => Math.Abs(expected - actual) < 1e-3);
    }
}
