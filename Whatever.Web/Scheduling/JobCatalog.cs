using Coravel.Invocable;
using Whatever.Web.Backups;
using Whatever.Web.Delivery;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Models;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;
using Whatever.Web.Retention;

namespace Whatever.Web.Scheduling;

/// <summary>A job that runs in the background.</summary>
/// <param name="Invocable">Null for work that begins with what a person gives it, such as a file.</param>
/// <param name="DefaultCron">Null for a job that runs whenever there is something to do.</param>
/// <param name="InEachZone">Its hour means the hour on each sensor's own clock.</param>
/// <param name="After">A job that is let finish first where both are due.</param>
public sealed record JobDefinition(string Name, Type? Invocable, string? DefaultCron, bool InEachZone, string? After)
{
    /// <summary>It makes room, so it runs also where its run cannot be written down because there is none.</summary>
    public bool FreesSpace { get; init; }
}

/// <summary>All that runs in the background: the nine jobs in the order of the flow, then what only persons begin.</summary>
public static class JobCatalog
{
    private const string EveryMinute = "* * * * *";

    public static IReadOnlyList<JobDefinition> All { get; } =
    [
        Define<IngestReadingsJob>(JobNames.IngestReadings, EveryMinute),
        Define<DetectOutliersJob>(JobNames.DetectOutliers, EveryMinute),
        Define<ForecastDaysJob>(JobNames.ForecastDays, "10 0 * * *", inEachZone: true),
        Define<DeliverForecastsJob>(JobNames.DeliverForecasts, "0 1 * * *", inEachZone: true, after: JobNames.ForecastDays),
        Define<DeliverAlertsJob>(JobNames.DeliverAlerts, null),
        Define<RebuildCriteriaJob>(JobNames.RebuildCriteria, "20 2 1 */3 *"),
        Define<RetrainModelsJob>(JobNames.RetrainModels, "30 3 1 1 *"),
        Define<PurgeOldDataJob>(JobNames.PurgeOldData, "40 4 * * *") with { FreesSpace = true },
        Define<BackUpDatabaseJob>(JobNames.BackUpDatabase, "10 5 * * *"),
        new(JobNames.ImportReadings, null, null, false, null),
        new(JobNames.ImportModel, null, null, false, null),
    ];

    /// <summary>Those that start by themselves.</summary>
    public static IEnumerable<JobDefinition> Scheduled => All.Where(job => job.Invocable is not null);

    /// <summary>Place in the flow, from 0; -1 where there is no such job.</summary>
    public static int PositionOf(string name) => All.Select(job => job.Name).ToList().IndexOf(name);

    public static JobDefinition? Find(string name) =>
        All.FirstOrDefault(job => string.Equals(job.Name, name, StringComparison.OrdinalIgnoreCase));

    private static JobDefinition Define<T>(string name, string? cron, bool inEachZone = false, string? after = null)
        where T : IInvocable => new(name, typeof(T), cron, inEachZone, after);
}
