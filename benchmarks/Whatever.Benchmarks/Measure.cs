using System.Globalization;

namespace Whatever.Benchmarks;

/// <summary>Times of one peer over the rounds.</summary>
internal sealed class Measure(string name)
{
    private readonly List<double> seconds = [];

    public double Median
    {
        get
        {
            var sorted = seconds.Order().ToList();
            return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public void Time(Action action)
    {
        var started = TimeProvider.System.GetTimestamp();
        action();
        seconds.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    public async Task TimeAsync(Func<Task> action)
    {
        var started = TimeProvider.System.GetTimestamp();
        await action();
        seconds.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    public void Print(int rows) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-46} {Median * 1000,10:0.0} ms  {rows / Median / 1e6,6:0.00} M rows/s  (fastest {seconds.Min() * 1000:0.0}, slowest "
            + $"{seconds.Max() * 1000:0.0})"));

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-46} {Median * 1000,10:0.000} ms  (fastest {seconds.Min() * 1000:0.000}, slowest {seconds.Max() * 1000:0.000})"));
}
