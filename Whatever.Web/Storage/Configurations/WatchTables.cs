using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class SensorWatchConfiguration : IEntityTypeConfiguration<SensorWatch>
{
    public void Configure(EntityTypeBuilder<SensorWatch> builder)
    {
        builder.ToTable("SensorWatches");
        builder.HasKey(watch => watch.SensorKey);
        builder.Property(watch => watch.SensorKey).ValueGeneratedNever();
    }
}

internal sealed class WatchSnapshotConfiguration : IEntityTypeConfiguration<WatchSnapshot>
{
    public void Configure(EntityTypeBuilder<WatchSnapshot> builder)
    {
        builder.ToTable("WatchSnapshots");
        builder.HasKey(snapshot => new { snapshot.SensorKey, snapshot.Minute });
    }
}

internal sealed class WatchRequestConfiguration : IEntityTypeConfiguration<WatchRequest>
{
    public void Configure(EntityTypeBuilder<WatchRequest> builder)
    {
        builder.ToTable("WatchRequests");
        builder.HasKey(request => request.SensorKey);
        builder.Property(request => request.SensorKey).ValueGeneratedNever();
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
