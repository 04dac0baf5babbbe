namespace Whatever.Web.Monitoring;

public static class MonitoringRegistration
{
    public static IServiceCollection AddMonitoring(this IServiceCollection services) => services
        .AddSingleton<CriteriaApproval>()
        .AddSingleton<CriteriaBuilder>()
        .AddSingleton<CriteriaHistory>()
        .AddSingleton<CriteriaStatus>()
        .AddSingleton<ThresholdEditor>()
        .AddSingleton<ThresholdPreview>()
        .AddSingleton<SensorContexts>()
        .AddSingleton<SpanDetector>()
        .AddSingleton<MonitoringPass>();
}
