namespace Whatever.Web.Domain;

/// <summary>What a round of watching did.</summary>
public sealed record WatchReport(int Sensors, int Opened, int Closed);

/// <summary>Turns what lasts into alarms. The minute job begins it when it has judged, whoever keeps alarms.</summary>
public interface IWatchRound
{
    /// <summary>Watches all sensors up to now: also where nothing came, for that is what some alarms are about.</summary>
    Task<WatchReport> RunAsync(CancellationToken cancellation = default);
}
