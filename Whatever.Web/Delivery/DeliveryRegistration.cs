using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

public static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("Whatever").PersistKeysToFileSystem(CreateKeys(folder.Keys));

        // The outbox has its own deadline and backoff per try, and a redirect would turn a POST into a GET.
        services.AddHttpClient(TargetClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(
                () => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        return services
            .AddSingleton<TokenProtector>()
            .AddSingleton<StationAddress>()
            .AddSingleton<ServerPause>()
            .AddSingleton<TargetClient>()
            .AddSingleton<TargetEditor>()
            .AddSingleton<TargetTester>()
            .AddSingleton<ReceivedMessages>()
            .AddSingleton<SentArchive>()
            .AddSingleton<OutboxSender>()
            .AddSingleton<DeliveryPass>()
            .AddSingleton<DeliveryControl>();
    }

    /// <summary>Only the station's own user can read the keys; Windows inherits the rights of the data folder.</summary>
    private static DirectoryInfo CreateKeys(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
