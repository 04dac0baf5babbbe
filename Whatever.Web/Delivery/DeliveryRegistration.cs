using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

public static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("Whatever").PersistKeysToFileSystem(Directory.CreateDirectory(folder.Keys));

        // The lane has its own deadline and backoff per try, and a redirect would turn a POST into a GET.
        services.AddHttpClient(TargetClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        return services
            .AddSingleton<TokenProtector>()
            .AddSingleton<StationAddress>()
            .AddSingleton<TargetClient>()
            .AddSingleton<TargetEditor>()
            .AddSingleton<TargetTester>()
            .AddSingleton<ReceivedMessages>()
            .AddSingleton<SentArchive>()
            .AddSingleton<DeliveryLane>()
            .AddSingleton<DeliveryRound>()
            .AddSingleton<DeliveryControl>();
    }
}
