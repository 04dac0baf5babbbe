using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class SensorConfiguration : IEntityTypeConfiguration<Sensor>
{
    public void Configure(EntityTypeBuilder<Sensor> builder)
    {
        builder.HasKey(sensor => sensor.Key);
        builder.Property(sensor => sensor.Id).IsRequired();
        builder.HasIndex(sensor => sensor.Id).IsUnique();
        builder.Ignore(sensor => sensor.Clock);
        builder.Ignore(sensor => sensor.Volume);
        builder.HasOne(sensor => sensor.Station).WithMany(station => station.Sensors).HasForeignKey(sensor => sensor.StationId);
    }
}

internal sealed class SensorRangeConfiguration : IEntityTypeConfiguration<SensorRange>
{
    public void Configure(EntityTypeBuilder<SensorRange> builder)
    {
        builder.HasKey(range => new { range.SensorKey, range.Quantity });
        builder.Ignore(range => range.Range);
        builder.HasOne<Sensor>().WithMany(sensor => sensor.Ranges).HasForeignKey(range => range.SensorKey);
    }
}

internal sealed class StationHolidayConfiguration : IEntityTypeConfiguration<StationHoliday>
{
    public void Configure(EntityTypeBuilder<StationHoliday> builder)
    {
        builder.HasKey(holiday => new { holiday.StationId, holiday.Origin, holiday.Day });
        builder.HasOne<Station>().WithMany().HasForeignKey(holiday => holiday.StationId);
    }
}

internal sealed class ForecastConfiguration : IEntityTypeConfiguration<StoredForecast>
{
    public void Configure(EntityTypeBuilder<StoredForecast> builder)
    {
        builder.ToTable("Forecasts");
        builder.HasKey(forecast => new { forecast.SensorKey, forecast.Quantity, forecast.BaseDay, forecast.Step, forecast.Hour });
        builder.HasIndex(forecast => new { forecast.SensorKey, forecast.Quantity, forecast.TargetMinute, forecast.Step });
    }
}

internal sealed class CriteriaConfiguration : IEntityTypeConfiguration<CriteriaVersion>
{
    public void Configure(EntityTypeBuilder<CriteriaVersion> builder) =>
        builder.HasIndex(criteria => new { criteria.SensorKey, criteria.Quantity, criteria.Version }).IsUnique();
}

internal sealed class ThresholdConfiguration : IEntityTypeConfiguration<ThresholdVersion>
{
    public void Configure(EntityTypeBuilder<ThresholdVersion> builder)
    {
        builder.ComplexProperty(threshold => threshold.Settings);
        builder.HasIndex(threshold => new { threshold.SensorKey, threshold.Quantity, threshold.Version }).IsUnique();
    }
}

internal sealed class DeliveryConfiguration : IEntityTypeConfiguration<OutboundDelivery>
{
    public void Configure(EntityTypeBuilder<OutboundDelivery> builder)
    {
        builder.ToTable("Deliveries");
        builder.Ignore(delivery => delivery.Subject);
        builder.Ignore(delivery => delivery.WireKey);
        builder.Ignore(delivery => delivery.IsSetAside);
        builder.HasIndex(delivery => delivery.IdempotencyKey).IsUnique();
        builder.HasIndex(delivery => new { delivery.State, delivery.Kind, delivery.Id });
        builder.HasIndex(delivery => new { delivery.SensorId, delivery.BaseDay });
        builder.HasIndex(delivery => new { delivery.SensorId, delivery.Kind, delivery.ReceiptAt });

        // The two questions that are asked all the time concern a handful of a year's hundred thousand rows.
        builder.HasIndex(delivery => delivery.Kind, "ix_deliveries_undelivered").HasFilter("state <> 1");
        builder.HasIndex(delivery => new { delivery.SensorId, delivery.BaseDay }, "ix_deliveries_unarchived")
            .HasFilter("kind = 0 AND archived_at IS NULL AND state = 1");

        // The heads of the queue, from sensor to sensor, however much waits behind them.
        builder.HasIndex(delivery => new { delivery.Kind, delivery.SensorId, delivery.Id }, "ix_deliveries_heads")
            .HasFilter("state = 0 AND released_at IS NOT NULL");
        builder.HasIndex(delivery => new { delivery.Kind, delivery.NextAttemptAt }, "ix_deliveries_refused").HasFilter("state = 2");
        builder.HasIndex(delivery => delivery.NextAttemptAt, "ix_deliveries_paused").HasFilter("state = 0 AND next_attempt_at IS NOT NULL");
    }
}

internal sealed class StaleSpanConfiguration : IEntityTypeConfiguration<StaleSpan>
{
    public void Configure(EntityTypeBuilder<StaleSpan> builder) =>
        builder.HasIndex(span => new { span.SensorKey, span.ToMinute });
}

internal sealed class TargetConfiguration : IEntityTypeConfiguration<TargetServer>
{
    public void Configure(EntityTypeBuilder<TargetServer> builder) =>
        builder.Property(target => target.Id).ValueGeneratedNever();
}

internal sealed class ScheduleConfiguration : IEntityTypeConfiguration<JobSchedule>
{
    public void Configure(EntityTypeBuilder<JobSchedule> builder) => builder.HasKey(schedule => schedule.Job);
}

internal sealed class ScheduleClockConfiguration : IEntityTypeConfiguration<ScheduleClock>
{
    public void Configure(EntityTypeBuilder<ScheduleClock> builder) => builder.HasKey(clock => new { clock.Job, clock.TimeZone });
}

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder) => builder.HasIndex(run => new { run.Job, run.StartedAt });
}

internal sealed class ReplayConfiguration : IEntityTypeConfiguration<Replay>
{
    public void Configure(EntityTypeBuilder<Replay> builder)
    {
        builder.HasKey(replay => replay.SensorKey);
        builder.Property(replay => replay.SensorKey).ValueGeneratedNever();
    }
}

internal sealed class ModelAssignmentConfiguration : IEntityTypeConfiguration<ModelAssignment>
{
    public void Configure(EntityTypeBuilder<ModelAssignment> builder) =>
        builder.HasIndex(assignment => new { assignment.SensorKey, assignment.Quantity, assignment.Id });
}

internal sealed class ModelTrialConfiguration : IEntityTypeConfiguration<ModelTrial>
{
    public void Configure(EntityTypeBuilder<ModelTrial> builder) =>
        builder.HasIndex(trial => new { trial.SensorKey, trial.Quantity, trial.Id });
}

internal sealed class ReceivedMessageConfiguration : IEntityTypeConfiguration<ReceivedMessage>
{
    public void Configure(EntityTypeBuilder<ReceivedMessage> builder)
    {
        builder.HasKey(message => message.IdempotencyKey);
        builder.HasIndex(message => message.ReceivedAt);
    }
}

internal sealed class SettingConfiguration : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder) => builder.HasKey(setting => setting.Name);
}

internal sealed class ZoneOffsetConfiguration : IEntityTypeConfiguration<ZoneOffset>
{
    public void Configure(EntityTypeBuilder<ZoneOffset> builder) => builder.HasKey(offset => new { offset.TimeZone, offset.FromMinute });
}

internal sealed class SavedPlanConfiguration : IEntityTypeConfiguration<SavedPlan>
{
    public void Configure(EntityTypeBuilder<SavedPlan> builder) => builder.HasKey(plan => new { plan.SensorKey, plan.Layout });
}
