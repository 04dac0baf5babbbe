using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class SensorStateConfiguration : IEntityTypeConfiguration<SensorState>
{
    public void Configure(EntityTypeBuilder<SensorState> builder)
    {
        builder.ToTable("SensorStates");
        builder.HasKey(state => state.SensorKey);
        builder.Property(state => state.SensorKey).ValueGeneratedNever();
    }
}

internal sealed class StateSnapshotConfiguration : IEntityTypeConfiguration<StateSnapshot>
{
    public void Configure(EntityTypeBuilder<StateSnapshot> builder)
    {
        builder.ToTable("StateSnapshots");
        builder.HasKey(snapshot => new { snapshot.SensorKey, snapshot.Minute });
    }
}

internal sealed class FindingConfiguration : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> builder)
    {
        builder.ToTable("Findings");
        builder.Ignore(finding => finding.Quantity);
        builder.HasKey(finding => new { finding.SensorKey, finding.Minute, finding.Cause, finding.QuantityCode });
    }
}
