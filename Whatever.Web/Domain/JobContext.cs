using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>What a running job knows about its run. One per run; the job gets it injected.</summary>
public sealed class JobContext
{
    /// <summary>IANA zones whose hour has come; null where the run concerns every sensor.</summary>
    public IReadOnlyList<string>? TimeZones { get; set; }

    /// <summary>The only sensor that the run is for; null for any.</summary>
    public int? SensorKey { get; set; }

    public RunTrigger Trigger { get; set; }

    /// <summary>How far it has come, 0..1; null where it does not say.</summary>
    public double? Progress { get; private set; }

    /// <summary>Asked to show the progress; set by who runs the job.</summary>
    public Action? Progressed { get; set; }

    public bool Concerns(Sensor sensor) =>
        (SensorKey is null || SensorKey == sensor.Key) && (TimeZones is null || TimeZones.Contains(sensor.TimeZone));

    /// <summary>One sentence for the history; null where there was nothing to do.</summary>
    public Phrase? Message { get; private set; }

    /// <summary>Part of the work failed; the run is shown as failed although it went to its end.</summary>
    public bool Failed { get; private set; }

    /// <param name="share">0..1.</param>
    public void ReportProgress(double share)
    {
        Progress = share;
        Progressed?.Invoke();
    }

    public void Report(Phrase message) => Message = message;

    public void ReportFailure(Phrase message) => (Message, Failed) = (message, true);
}
