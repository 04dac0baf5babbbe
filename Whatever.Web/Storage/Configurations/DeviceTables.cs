using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class DeviceSourceConfiguration : IEntityTypeConfiguration<DeviceSource>
{
    public void Configure(EntityTypeBuilder<DeviceSource> builder) =>
        builder.HasMany(device => device.Points).WithOne().HasForeignKey(point => point.DeviceId);
}

internal sealed class DevicePointConfiguration : IEntityTypeConfiguration<DevicePoint>
{
    public void Configure(EntityTypeBuilder<DevicePoint> builder) =>
        builder.HasOne<Sensor>().WithMany().HasForeignKey(point => point.SensorKey);
}
