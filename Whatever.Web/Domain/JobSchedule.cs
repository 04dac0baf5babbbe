using Whatever.Model.Problems;

namespace Whatever.Web.Domain;

/// <summary>When a job runs in the background; edited while the station runs.</summary>
public sealed class JobSchedule
{
    /// <summary>The job's name, see <c>Scheduling.JobCatalog</c>.</summary>
    public required string Job { get; set; }

    /// <summary>Five cron fields; null for a job that runs whenever there is something to do.</summary>
    public string? Cron { get; set; }

    /// <summary>IANA zone the cron fields are read in; null means each sensor's own zone.</summary>
    public string? TimeZone { get; set; }

    public bool Enabled { get; set; } = true;
    public CatchUpPolicy CatchUp { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

public enum CatchUpPolicy
{
    /// <summary>However many runs were missed while the station was down, run once.</summary>
    RunOnce = 0,
    Skip = 1,
}

/// <summary>
/// The next time a schedule is due in one zone. Claimed by changing it, so that two schedulers never start one occurrence twice.
/// </summary>
public sealed class ScheduleClock
{
    public required string Job { get; set; }
    public required string TimeZone { get; set; }
    public DateTimeOffset NextDueAt { get; set; }
}

/// <summary>One run of a job.</summary>
public sealed class JobRun
{
    public long Id { get; set; }
    public required string Job { get; set; }
    public RunTrigger Trigger { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public RunOutcome Outcome { get; set; }

    /// <summary>One sentence: what it did, or why it failed.</summary>
    public Phrase? Message { get; set; }
}

public enum RunTrigger
{
    Schedule = 0,
    CatchUp = 1,
    Person = 2,
    Data = 3,
}

public enum RunOutcome
{
    Running = 0,
    Succeeded = 1,
    Failed = 2,
    Cancelled = 3,

    /// <summary>The process ended while it ran.</summary>
    Interrupted = 4,
}
