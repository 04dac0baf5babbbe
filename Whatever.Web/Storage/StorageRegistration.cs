using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

public static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<StationDatabase>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<StationFigures>();
        services.AddSingleton<KeptPushes>();
        services.TryAddSingleton(new DefaultActor(new Actor(ActorKind.Station, "")));
        services.AddSingleton<AuditInterceptor>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditQueries>();
        services.AddDbContextFactory<StationDbContext>((provider, options) => options
            .UseSqlite($"Data Source={folder.Database}")
            .AddInterceptors(new SqlitePragmas(), provider.GetRequiredService<AuditInterceptor>()));
        return services;
    }
}
