using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

public static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("Whatever").PersistKeysToFileSystem(CreateKeys(folder.Keys));

        // The outbox has its own deadline and backoff per try.
        services.AddHttpClient(TargetClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<TargetTrust>().HandlerOf(null));
        return services
            .AddSingleton<TokenProtector>()
            .AddSingleton<StationAddress>()
            .AddSingleton<ServerPause>()
            .AddSingleton<TargetTrust>()
            .AddSingleton<TargetClient>()
            .AddSingleton<TargetEditor>()
            .AddSingleton<TargetTester>()
            .AddSingleton<ReceivedMessages>()
            .AddSingleton<SentArchive>()
            .AddSingleton<OutboxRecord>()
            .AddSingleton<OutboxSender>()
            .AddSingleton<DeliveryPass>()
            .AddSingleton<DeliveryControl>();
    }

    /// <summary>Only the station's own user can read the keys; Windows inherits the rights of the data folder.</summary>
    private static DirectoryInfo CreateKeys(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
