using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whatever.Web.Api;

public static class ApiRegistration
{
    private const string Root = "/api/v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
        services.AddExceptionHandler<ExplainedFailures>();
        services.AddProblemDetails();

        // What cannot be bound is answered alike in every environment, see ExplainApiErrors.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;

            // A field that is not known is a typing error: timeZone for time_zone would put every reading hours off.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

            // A number is no name: 7 would be stored as a choice that nothing knows.
            options.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        var api = app.MapGroup(Root);
        api.MapSensors();
        api.MapReadings();
        api.MapForecasts();
        api.MapJudgements();
        api.MapFindings();
        api.MapThresholds();
        api.MapCriteria();
        api.MapAlarms();
        api.MapDeliveries();
        api.MapJobs();
    }

    /// <summary>
    /// Errors that no endpoint wrote (unknown path, method, type, a body that is no JSON) get a sentence, and no page. Stands behind the
    /// dashboard.
    /// </summary>
    public static void ExplainApiErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);
        var response = context.Response;
        if (context.Request.Path.StartsWithSegments(Root) && response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
        {
            await ProblemAnswers.WithoutABody(context.Request, response.StatusCode).ExecuteAsync(context);
        }
    });
}
