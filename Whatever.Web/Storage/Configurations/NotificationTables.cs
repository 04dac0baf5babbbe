using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class NotificationContactConfiguration : IEntityTypeConfiguration<NotificationContact>
{
    public void Configure(EntityTypeBuilder<NotificationContact> builder) => builder.ToTable("NotificationContacts");
}

internal sealed class NotificationRuleConfiguration : IEntityTypeConfiguration<NotificationRule>
{
    public void Configure(EntityTypeBuilder<NotificationRule> builder) => builder.ToTable("NotificationRules");
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("Notifications");
        builder.HasIndex(notification => notification.MessageId).IsUnique();
        builder.HasMany(notification => notification.Alarms).WithOne().HasForeignKey(alarm => alarm.NotificationId);
        builder.HasOne<NotificationContact>().WithMany().HasForeignKey(notification => notification.ContactId)
            .OnDelete(DeleteBehavior.Cascade);

        // Asked with every alarm, and a handful of all rows.
        builder.HasIndex(notification => notification.DueAt, "ix_notifications_pending").HasFilter("state = 0");
    }
}

internal sealed class NotifiedAlarmConfiguration : IEntityTypeConfiguration<NotifiedAlarm>
{
    public void Configure(EntityTypeBuilder<NotifiedAlarm> builder)
    {
        builder.ToTable("NotifiedAlarms");
        builder.HasKey(alarm => new { alarm.NotificationId, alarm.AlarmId });
        builder.HasIndex(alarm => alarm.AlarmId);
    }
}
