namespace Whatever.Web.Forecasting;

public static class ForecastingRegistration
{
    public static IServiceCollection AddForecasting(this IServiceCollection services) => services
        .AddSingleton<InputFiles>()
        .AddSingleton<OutputFiles>()
        .AddSingleton<ForecastStore>()
        .AddSingleton<ForecastRunner>();
}
