namespace Whatever.Web.Detection;

public static class DetectionRegistration
{
    public static IServiceCollection AddDetection(this IServiceCollection services) => services
        .AddSingleton<CriteriaApproval>()
        .AddSingleton<CriteriaBuilder>()
        .AddSingleton<CriteriaHistory>()
        .AddSingleton<CriteriaStatus>()
        .AddSingleton<ThresholdEditor>()
        .AddSingleton<ThresholdPreview>()
        .AddSingleton<JudgeList>()
        .AddSingleton<OutlierDetector>()
        .AddSingleton<MinuteDetector>();
}
