using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>
/// Everything the station remembers. Readings, roll-ups and judgements are written in bulk beside it, see <see cref="ReadingWriter"/>.
/// </summary>
public sealed class StationDbContext(DbContextOptions<StationDbContext> options) : DbContext(options)
{
    public DbSet<Station> Stations => Set<Station>();
    public DbSet<StationHoliday> StationHolidays => Set<StationHoliday>();
    public DbSet<Sensor> Sensors => Set<Sensor>();
    public DbSet<SensorRange> SensorRanges => Set<SensorRange>();
    public DbSet<Reading> Readings => Set<Reading>();
    public DbSet<HourlyRollup> HourlyRollups => Set<HourlyRollup>();
    public DbSet<StaleSpan> StaleSpans => Set<StaleSpan>();
    public DbSet<StoredForecast> Forecasts => Set<StoredForecast>();
    public DbSet<MinuteJudgement> Judgements => Set<MinuteJudgement>();
    public DbSet<CriteriaVersion> Criteria => Set<CriteriaVersion>();
    public DbSet<ThresholdVersion> Thresholds => Set<ThresholdVersion>();
    public DbSet<Alarm> Alarms => Set<Alarm>();
    public DbSet<AlarmEntry> AlarmEntries => Set<AlarmEntry>();
    public DbSet<OutboundDelivery> Deliveries => Set<OutboundDelivery>();
    public DbSet<TargetServer> Targets => Set<TargetServer>();
    public DbSet<JobSchedule> Schedules => Set<JobSchedule>();
    public DbSet<ScheduleClock> ScheduleClocks => Set<ScheduleClock>();
    public DbSet<JobRun> JobRuns => Set<JobRun>();
    public DbSet<ImportRecord> Imports => Set<ImportRecord>();
    public DbSet<Replay> Replays => Set<Replay>();
    public DbSet<SavedPlan> SavedPlans => Set<SavedPlan>();
    public DbSet<ModelAssignment> ModelAssignments => Set<ModelAssignment>();
    public DbSet<ModelTrial> ModelTrials => Set<ModelTrial>();
    public DbSet<ReceivedMessage> ReceivedMessages => Set<ReceivedMessage>();
    public DbSet<SensorState> SensorStates => Set<SensorState>();
    public DbSet<StateSnapshot> StateSnapshots => Set<StateSnapshot>();
    public DbSet<Finding> Findings => Set<Finding>();
    public DbSet<DeviceSource> DeviceSources => Set<DeviceSource>();
    public DbSet<DevicePoint> DevicePoints => Set<DevicePoint>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<PersonSession> PersonSessions => Set<PersonSession>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<NotificationContact> NotificationContacts => Set<NotificationContact>();
    public DbSet<NotificationRule> NotificationRules => Set<NotificationRule>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotifiedAlarm> NotifiedAlarms => Set<NotifiedAlarm>();
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<ZoneOffset> ZoneOffsets => Set<ZoneOffset>();

    /// <summary>What is noted with what is saved next, in the same transaction.</summary>
    internal List<AuditNote> Notes { get; } = [];

    /// <summary>The transaction that was begun for what is noted; null where the caller has one of its own.</summary>
    internal IDbContextTransaction? NotedIn { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
        configurationBuilder.Properties<Phrase>().HaveConversion<PhraseConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StationDbContext).Assembly);
        SnakeCaseNames.Apply(modelBuilder);
    }

    /// <summary>Instants as integers: they sort and compare in every database.</summary>
    private sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        value => value.ToUnixTimeMilliseconds(),
        value => DateTimeOffset.FromUnixTimeMilliseconds(value));

    /// <summary>Columns of sentences that only the station writes.</summary>
    private sealed class PhraseConverter() : ValueConverter<Phrase, string>(
        phrase => StoredPhrase.Write(phrase),
        stored => StoredPhrase.ReadOwn(stored));
}
