using Whatever.Model.Training;

namespace Whatever.Tests.Training;

public sealed class AdamTests
{
    /// <summary>m = 0.1, v = 0.001, both corrected to 1; then m = 0.04, v = 0.001249, corrected by 0.19 and 0.001999.</summary>
    [Fact]
    public void Step_TwoGradients_MovesAsWorkedOutByHand()
    {
        var (adam, parameters) = (new Adam(1), new[] { 1.0 });
        adam.Step(parameters, [1], 0.01);
        Assert.Equal(0.9900000001, parameters[0], 1e-15);
        adam.Step(parameters, [-0.5], 0.01);
        Assert.Equal(0.9873366297370904, parameters[0], 1e-14);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(7)]
    [InlineData(-1e5)]
    public void Step_FirstGradientOfAnySize_MovesByTheLearningRateAgainstIt(double gradient)
    {
        var parameters = new[] { 5.0 };
        new Adam(1).Step(parameters, [gradient], 0.25);
        Assert.Equal(5 - (0.25 * Math.Sign(gradient)), parameters[0], 1e-5);
    }

    [Fact]
    public void Step_SeveralParameters_MovesEachByItsOwnGradient()
    {
        var parameters = new[] { 1.0, 2, 3 };
        new Adam(3).Step(parameters, [1, 0, -1], 0.5);
        Assert.Equal([0.5, 2, 3.5], parameters, (expected, actual) => Math.Abs(expected - actual) < 1e-7);
    }

    [Fact]
    public void Step_ManyOnAParabola_ReachesItsBottom()
    {
        var (adam, parameters) = (new Adam(2), new[] { 4.0, -3 });
        for (var i = 0; i < 2000; i++)
        {
            adam.Step(parameters, [2 * (parameters[0] - 1), 20 * (parameters[1] - 2)], 0.02);
        }

        Assert.Equal([1, 2], parameters, (expected, actual) => Math.Abs(expected - actual) < 1e-3);
    }
}
