using System.Globalization;
using Whatever.Model.Series;

namespace Whatever.Web.Commands;

/// <summary>Writes how much of a training is done, every ten seconds at most, with the time that is left.</summary>
public sealed class TrainShare(Quantity quantity, TimeProvider time, TextWriter writer) : IProgress<double>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly long started = time.GetTimestamp();
    private long written;

    /// <inheritdoc/>
    public void Report(double value)
    {
        var now = time.GetTimestamp();
        if (value < 1 && time.GetElapsedTime(Math.Max(written, started), now) < Pause)
        {
            return;
        }

        written = now;
        var left = TrainProgress.Text(time.GetElapsedTime(started, now) * ((1 - value) / value));
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{quantity.ToWireName()}: {100 * value:0} %{(value < 1 ? $", about {left} left" : "")}"));
    }
}
