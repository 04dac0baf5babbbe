namespace Whatever.Web.Readings;

public static class ReadingsRegistration
{
    public static IServiceCollection AddReadings(this IServiceCollection services) => services
        .AddSingleton<ReadingPlans>()
        .AddSingleton<ReadingImporter>()
        .AddSingleton<ReadingStore>()
        .AddSingleton<PushedReadings>()
        .AddSingleton<UploadStore>()
        .AddSingleton<Inbox>()
        .AddSingleton<RefusedFiles>()
        .AddSingleton<ReplayControl>()
        .AddSingleton<LiveSources>();
}
