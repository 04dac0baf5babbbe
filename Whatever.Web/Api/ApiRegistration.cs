using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Whatever.Web.People;

namespace Whatever.Web.Api;

public static class ApiRegistration
{
    private const string Root = "/api/v1";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
        services.AddExceptionHandler<UnreadableRequests>();
        services.AddExceptionHandler<ExplainedFailures>();
        services.AddProblemDetails();
        services.AddRequestDecompression();
        services.AddSingleton<PushedFiles>();

        // What cannot be bound is answered alike in every environment, see UnreadableRequests.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
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
        app.MapOpenApi("/openapi/{documentName}.json").RequireRight(Right.Read);
        var api = app.MapGroup(Root).AddEndpointFilter(new SignedCommands());
        api.MapSensors();
        api.MapReadings();
        api.MapPushes();
        api.MapForecasts();
        api.MapJudgements();
        api.MapFindings();
        api.MapThresholds();
        api.MapCriteria();
        api.MapAlarms();
        api.MapDeliveries();
        api.MapJobs();
        api.MapDevices();
        api.MapAudit();
    }

    /// <summary>
    /// Errors that no endpoint wrote (unknown path, method, type) get a sentence, and no page. Stands behind the dashboard.
    /// </summary>
    public static void ExplainApiErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        UnreadableRequests.KeepBody(context);
        await next(context);
        var response = context.Response;
        if (context.Request.Path.StartsWithSegments(Root) && response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
        {
            var isThere = response.StatusCode != StatusCodes.Status405MethodNotAllowed || IsInTheApi(app, context);
            await ProblemAnswers.WithoutABody(context.Request, isThere ? response.StatusCode : StatusCodes.Status404NotFound)
                .ExecuteAsync(context);
        }
    });

    /// <summary>
    /// The dashboard has an answer for any path, but to GET alone: where the API has none, what is wrong is the path, not the method.
    /// </summary>
    private static bool IsInTheApi(WebApplication app, HttpContext context)
    {
        var constraints = app.Services.GetRequiredService<IInlineConstraintResolver>();
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern)
            .Where(pattern => pattern.RawText?.StartsWith(Root, StringComparison.Ordinal) == true)
            .Any(pattern => Matches(pattern, context, constraints));
    }

    private static bool Matches(RoutePattern pattern, HttpContext context, IInlineConstraintResolver constraints)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(TemplateParser.Parse(pattern.RawText!), []).TryMatch(context.Request.Path, values)
            && pattern.ParameterPolicies.All(parameter => parameter.Value.All(policy => policy.Content is null
                || constraints.ResolveConstraint(policy.Content)
                    ?.Match(context, null, parameter.Key, values, RouteDirection.IncomingRequest) != false));
    }
}
