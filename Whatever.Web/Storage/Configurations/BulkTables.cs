using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

// The tables that hold a row a minute are created by SQL in the first migration (WITHOUT ROWID clusters them by sensor and time),
// so the migrations leave them alone; they are mapped so that ordinary queries read them.

internal sealed class ReadingConfiguration : IEntityTypeConfiguration<Reading>
{
    public void Configure(EntityTypeBuilder<Reading> builder)
    {
        builder.ToTable("Readings", table => table.ExcludeFromMigrations());
        builder.HasKey(reading => new { reading.SensorKey, reading.Minute });
    }
}

internal sealed class HourlyRollupConfiguration : IEntityTypeConfiguration<HourlyRollup>
{
    public void Configure(EntityTypeBuilder<HourlyRollup> builder)
    {
        builder.ToTable("HourlyRollups", table => table.ExcludeFromMigrations());
        builder.HasKey(rollup => new { rollup.SensorKey, rollup.Hour });
    }
}

internal sealed class JudgementConfiguration : IEntityTypeConfiguration<MinuteJudgement>
{
    public void Configure(EntityTypeBuilder<MinuteJudgement> builder)
    {
        builder.ToTable("Judgements", table => table.ExcludeFromMigrations());
        builder.HasKey(judgement => new { judgement.SensorKey, judgement.Minute });
    }
}
