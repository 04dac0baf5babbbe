using Microsoft.EntityFrameworkCore;

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
        services.AddDbContextFactory<StationDbContext>(options => options
            .UseSqlite($"Data Source={folder.Database}")
            .AddInterceptors(new SqlitePragmas()));
        return services;
    }
}
