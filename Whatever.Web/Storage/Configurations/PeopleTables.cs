using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage.Configurations;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People");
        builder.Property(person => person.UserName).IsRequired();
        builder.Property(person => person.NormalizedUserName).IsRequired();
        builder.Property(person => person.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(person => person.NormalizedUserName).IsUnique();
        builder.Ignore(person => person.Email).Ignore(person => person.NormalizedEmail).Ignore(person => person.EmailConfirmed)
            .Ignore(person => person.PhoneNumber).Ignore(person => person.PhoneNumberConfirmed)
            .Ignore(person => person.TwoFactorEnabled).Ignore(person => person.LockoutEnabled);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.HasOne<Sensor>().WithMany().HasForeignKey(key => key.SensorKey).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Station>().WithMany().HasForeignKey(key => key.StationId).OnDelete(DeleteBehavior.Cascade);
    }
}
