using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

public static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DataFolder folder)
    {
        services.AddKeys(folder);

        // The outbox has its own deadline and backoff per try.
        services.AddHttpClient(TargetClient.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<TargetTrust>().HandlerOf(null));
        return services
            .AddSingleton<TokenProtector>()
            .AddSingleton<StationAddress>()
            .AddSingleton<ServerPause>()
            .AddSingleton<TargetTrust>()
            .AddSingleton<BatchOffers>()
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
}
