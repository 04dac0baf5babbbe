using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class AlarmConfiguration : IEntityTypeConfiguration<Alarm>
{
    public void Configure(EntityTypeBuilder<Alarm> builder)
    {
        builder.ToTable("Alarms");
        builder.Ignore(alarm => alarm.Evidence);
        builder.Ignore(alarm => alarm.Life);
        builder.Ignore(alarm => alarm.WaitsForAnswer);
        builder.Ignore(alarm => alarm.IsOfStation);

        // One alarm per event: the log looks it up by these. (NULLs are all different to SQLite, so the index is not unique; the log sees
        // to it.)
        builder.HasIndex(alarm => new { alarm.SensorKey, alarm.Cause, alarm.Quantity, alarm.SinceMinute });
        builder.HasIndex(alarm => alarm.RaisedMinute);

        // Asked all the time, and a handful of all rows.
        builder.HasIndex(alarm => alarm.RaisedMinute, "ix_alarms_open").HasFilter("state < 3");
    }
}

internal sealed class AlarmEntryConfiguration : IEntityTypeConfiguration<AlarmEntry>
{
    public void Configure(EntityTypeBuilder<AlarmEntry> builder)
    {
        builder.ToTable("AlarmEntries");
        builder.HasOne<Alarm>().WithMany().HasForeignKey(entry => entry.AlarmId);
    }
}
