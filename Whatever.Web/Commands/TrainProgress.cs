using System.Globalization;
using Whatever.Model.Series;
using Whatever.Model.Training;

namespace Whatever.Web.Commands;

/// <summary>
/// Writes a line after each pass, and within long passes every ten seconds, with the time that is left if no pass is saved.
/// </summary>
public sealed class TrainProgress(Quantity quantity, TimeProvider time, TextWriter writer) : IProgress<FitProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private long? started;
    private long written;
    private int firstStep;

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        var now = time.GetTimestamp();
        if (started is null)
        {
            // What came before, a checkpoint or the first tenth of a pass, took its time unseen.
            (started, written, firstStep) = (now, now, value.Step);
        }

        if (value.EndsEpoch || time.GetElapsedTime(written, now) >= Pause)
        {
            written = now;
            writer.WriteLine(Line(value, now));
        }
    }

    private string Line(FitProgress value, long now)
    {
        var done = value.Step - firstStep;
        var left = done == 0
            ? ""
            : $", at most {Text(time.GetElapsedTime(started!.Value, now) * ((value.Steps - value.Step) / (double)done))} left";
        var heldBack = value.EndsEpoch
            ? string.Create(CultureInfo.InvariantCulture, $", held-back error {value.HeldBackLoss:0.00000}")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{quantity.ToWireName()}: pass {value.Epoch}/{value.Epochs}: loss {value.TrainLoss:0.00000}{heldBack}{left}");
    }

    internal static string Text(TimeSpan left) => left >= TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds):0} s");
}
