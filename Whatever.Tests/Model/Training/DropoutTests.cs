using Whatever.Model.Kernels;
using Whatever.Model.Training;
using Whatever.Model.Training.Kernels;

namespace Whatever.Tests.Model.Training;

public sealed class DropoutTests
{
    private const int Rows = 40;
    private const double Rate = 0.4;
    private static readonly NetworkShape Shape = new(5, 3, [6, 9], 4);
    private static readonly ArraySamples Samples = RandomSamples.Create(Shape, Rows, new Random(1));

    /// <summary>Along the gradient the loss changes by its squared length, with what is dropped held fast.</summary>
    [Fact]
    public void Differentiate_WithDropout_GradientIsThatOfWhatIsLeft()
    {
        var engine = Engine();
        Differentiate(engine, Rate, key: 7);
        var gradient = engine.Gradient.ToArray();
        var squared = gradient.Sum(value => (double)value * value);
        var shift = 0.01 / Math.Sqrt(squared);
        double LossAt(double along)
        {
            var moved = Engine();
            for (var k = 0; k < gradient.Length; k++)
            {
                moved.Parameters[k] += (float)(along * gradient[k]);
            }

            moved.Update();
            return Differentiate(moved, Rate, key: 7);
        }

        Assert.Equal(1, (LossAt(shift) - LossAt(-shift)) / (2 * shift * squared), 0.002);
    }

    [Fact]
    public void Differentiate_AnotherKeyOrRate_DropsSomethingElse()
    {
        var losses = new[]
        {
            Differentiate(Engine(), 0, 1),
            Differentiate(Engine(), Rate, 1),
            Differentiate(Engine(), Rate, 2),
            Differentiate(Engine(), 0.1, 1),
        };
        Assert.Equal(4, losses.Distinct().Count());
        Assert.Equal(losses[1], Differentiate(Engine(), Rate, 1));
    }

    [Fact]
    public void Uniform_ManyNumbers_AreSpreadEvenly()
    {
        var numbers = Enumerable.Range(0, 100_000).Select(k => SplitMix.Uniform(3, (ulong)k)).ToList();
        Assert.All(numbers.GroupBy(number => (int)(number * 10)), tenth => Assert.InRange(tenth.Count(), 9_700, 10_300));
        Assert.All(numbers, number => Assert.InRange(number, 0, 0.99999999f));
    }

    private static double Differentiate(GradientEngine engine, double rate, ulong key) =>
        engine.Differentiate(
            Samples, Enumerable.Range(0, Rows).ToArray(), new FitOptions().LossOf(LossKind.Mse, Shape.Outputs), rate, key).Mean;

    private static GradientEngine Engine()
    {
        var layout = new ParameterLayout(Shape);
        var engine = new GradientEngine(layout, KernelPaths.Best, Shape.Steps, Rows, threads: 1);
        var random = new Random(2);
        layout.Pack([.. Enumerable.Range(0, Shape.Parameters).Select(_ => random.NextSingle() - 0.5f)], engine.Parameters);
        engine.Update();
        return engine;
    }
}
