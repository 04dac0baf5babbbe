using System.Globalization;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>What of a table is noted when a row of it changes.</summary>
/// <param name="Name">The first part of the act, such as person in person.added.</param>
/// <param name="SubjectOf">Which row it is, as a person would say.</param>
internal sealed record AuditedTable(string Name, Func<StationDbContext, object, string> SubjectOf)
{
    /// <summary>Columns whose values are noted as they were and became.</summary>
    public string[] Shown { get; init; } = [];

    /// <summary>Columns of which is noted only that they changed, by another name.</summary>
    public (string Column, string Name)[] Secret { get; init; } = [];

    /// <summary>Whether of the columns that are shown is noted only that they changed.</summary>
    public Func<object, bool> IsHidden { get; init; } = _ => false;

    /// <summary>Of a new row: all of it in one text, in place of its columns.</summary>
    public Func<object, string>? Whole { get; init; }

    /// <summary>Of a new row: what it takes the place of.</summary>
    public Func<StationDbContext, object, string?>? Before { get; init; }

    public Func<object, string?>? Why { get; init; }

    /// <summary>Whether the row is noted at all.</summary>
    public Func<object, bool> Concerns { get; init; } = _ => true;

    /// <summary>New rows alone, or changes alone, where the others say nothing.</summary>
    public bool AddedOnly { get; init; }

    public bool ChangedOnly { get; init; }

    /// <summary>Whoever does it; else not what the station and its jobs do by themselves, of which they keep a history.</summary>
    public bool ByAnybody { get; init; }

    /// <summary>Also what a job does that nobody started.</summary>
    public bool ByJobs { get; init; }

    /// <summary>Also what a machine with a key does: there may be thousands of them a minute.</summary>
    public bool ByKeys { get; init; } = true;

    public bool IsNotedOf(ActorKind kind) => ByAnybody || kind switch
    {
        ActorKind.Station => false,
        ActorKind.Job => ByJobs,
        ActorKind.Key => ByKeys,
        _ => true,
    };
}

/// <summary>The tables that are noted.</summary>
internal static class AuditedTables
{
    /// <summary>Settings that people set; in the others the station remembers something, some of them each minute.</summary>
    private static readonly HashSet<string> SetByPeople =
    [
        "retention_days", "criteria_approval", "receiver", "target_authority", MailServer, "notifications_base_url",
        "notifications_oldest_hours",
    ];

    private const string MailServer = "notifications_mail";

    private static readonly Dictionary<Type, AuditedTable> Known = new()
    {
        [typeof(Person)] = new("person", (_, row) => ((Person)row).UserName!)
        {
            Shown = [nameof(Person.Role), nameof(Person.MustChangePassword)],
            Secret = [(nameof(Person.PasswordHash), "password"), (nameof(Person.TotpSecret), "authenticator")],
            ByAnybody = true,
        },
        [typeof(ApiKey)] = new("key", (_, row) => $"{((ApiKey)row).Name} {((ApiKey)row).Prefix}…")
        {
            Shown = [nameof(ApiKey.Scopes), nameof(ApiKey.SensorKey), nameof(ApiKey.StationId), nameof(ApiKey.ExpiresAt)],
            ByAnybody = true,
        },
        [typeof(ThresholdVersion)] = new("thresholds", (db, row) => AuditSubjects.Of(db, (ThresholdVersion)row))
        {
            Whole = row => StoredJson.Write(((ThresholdVersion)row).Settings),
            Before = (db, row) => AuditSubjects.Before(db, (ThresholdVersion)row),
            Why = row => ((ThresholdVersion)row).Reason,
            AddedOnly = true,
        },
        [typeof(CriteriaVersion)] = new("criteria", (db, row) => AuditSubjects.Of(db, (CriteriaVersion)row))
        {
            Shown = [nameof(CriteriaVersion.State), nameof(CriteriaVersion.DecidedBy)],
            ChangedOnly = true,
        },
        [typeof(JobSchedule)] = new("schedule", (_, row) => ((JobSchedule)row).Job)
        {
            Shown =
            [
                nameof(JobSchedule.Cron), nameof(JobSchedule.TimeZone), nameof(JobSchedule.Enabled), nameof(JobSchedule.CatchUp),
            ],
        },
        [typeof(TargetServer)] = new("target", (_, row) => ((TargetServer)row).Url ?? "")
        {
            Shown =
            [
                nameof(TargetServer.Url), nameof(TargetServer.Format), nameof(TargetServer.AlertPolicy),
                nameof(TargetServer.TimeoutSeconds),
            ],
            Secret = [(nameof(TargetServer.ProtectedToken), "token")],
        },
        [typeof(DeviceSource)] = new("device", (_, row) => ((DeviceSource)row).Name)
        {
            Shown = [nameof(DeviceSource.Name), nameof(DeviceSource.Kind), nameof(DeviceSource.Connection), nameof(DeviceSource.IsPaused)],
            Secret = [(nameof(DeviceSource.ProtectedPassword), "password")],
        },
        [typeof(DevicePoint)] = new("device", (_, row) => ((DevicePoint)row).Place)
        {
            Shown =
            [
                nameof(DevicePoint.SensorKey), nameof(DevicePoint.Quantity), nameof(DevicePoint.Place), nameof(DevicePoint.Scale),
                nameof(DevicePoint.Offset), nameof(DevicePoint.IsCounter),
            ],
        },
        [typeof(Station)] = new("station", (_, row) => ((Station)row).Name)
        {
            Shown = [nameof(Station.Name), nameof(Station.HolidayCountry)],
            Secret = [(nameof(Station.HolidayFile), "holidays")],
        },
        [typeof(Sensor)] = new("sensor", (_, row) => ((Sensor)row).Id)
        {
            Shown =
            [
                nameof(Sensor.Name), nameof(Sensor.StationId), nameof(Sensor.TimeZone), nameof(Sensor.FlowRateUnit),
                nameof(Sensor.PressureUnit), nameof(Sensor.SamplingIntervalMinutes), nameof(Sensor.WaterPrice), nameof(Sensor.Currency),
            ],
        },
        [typeof(SensorRange)] = new("range", (db, row) => AuditSubjects.Of(db, (SensorRange)row))
        {
            Shown = [nameof(SensorRange.Low), nameof(SensorRange.High), nameof(SensorRange.Origin)],
            Concerns = row => ((SensorRange)row).Origin == RangeOrigin.Person,
        },
        [typeof(ModelAssignment)] = new("model", (db, row) => AuditSubjects.Of(db, (ModelAssignment)row))
        {
            Shown = [nameof(ModelAssignment.Model), nameof(ModelAssignment.Version)],
            Why = row => ((ModelAssignment)row).Reason,
            AddedOnly = true,
            ByJobs = true,
        },
        [typeof(AlarmEntry)] = new("alarm", (_, row) => ((AlarmEntry)row).AlarmId.ToString(CultureInfo.InvariantCulture))
        {
            Shown = [nameof(AlarmEntry.Kind), nameof(AlarmEntry.Who), nameof(AlarmEntry.Until), nameof(AlarmEntry.Verdict)],
            Why = row => ((AlarmEntry)row).Text,
            Concerns = row => ((AlarmEntry)row).Who is not null,
            AddedOnly = true,
        },
        [typeof(ImportRecord)] = new("import", (_, row) => ((ImportRecord)row).FileName)
        {
            Shown = [nameof(ImportRecord.SensorKey)],
            AddedOnly = true,
            ByKeys = false,
        },
        [typeof(Setting)] = new("setting", (_, row) => ((Setting)row).Name)
        {
            Shown = [nameof(Setting.Value)],
            Concerns = row => SetByPeople.Contains(((Setting)row).Name),

            // With the password, if in a form that only the station can open.
            IsHidden = row => ((Setting)row).Name == MailServer,
        },
        [typeof(NotificationContact)] = new("contact", (_, row) => ((NotificationContact)row).Name)
        {
            Shown = [nameof(NotificationContact.Email), nameof(NotificationContact.Language)],
            Secret = [(nameof(NotificationContact.WebhookUrl), "webhook"), (nameof(NotificationContact.ProtectedSecret), "secret")],
        },
        [typeof(NotificationRule)] = new("rule", (_, row) => ((NotificationRule)row).Name)
        {
            Shown =
            [
                nameof(NotificationRule.Enabled), nameof(NotificationRule.FromStage), nameof(NotificationRule.Sensors),
                nameof(NotificationRule.Stations), nameof(NotificationRule.FromMinute), nameof(NotificationRule.ToMinute),
                nameof(NotificationRule.Days), nameof(NotificationRule.GroupMinutes), nameof(NotificationRule.OnClear),
                nameof(NotificationRule.EscalateMinutes), nameof(NotificationRule.Contacts), nameof(NotificationRule.EscalationContacts),
            ],
        },
    };

    /// <summary>What a change of one of them may be called.</summary>
    public static IEnumerable<string> Acts => Known.Values.SelectMany(table => table switch
    {
        { AddedOnly: true } => [$"{table.Name}.added"],
        { ChangedOnly: true } => [$"{table.Name}.changed"],
        _ => new[] { $"{table.Name}.added", $"{table.Name}.changed", $"{table.Name}.removed" },
    }).Distinct();

    public static AuditedTable? Of(object row) => Known.GetValueOrDefault(row.GetType());
}
