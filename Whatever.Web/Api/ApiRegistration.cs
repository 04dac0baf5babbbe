using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whatever.Web.Api;

public static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup("/api/v1");
        api.MapSensors();
        api.MapReadings();
        api.MapForecasts();
        api.MapJudgements();
        api.MapDeliveries();
        api.MapJobs();
        api.MapFallback(Problems.UnknownPath);
    }
}
