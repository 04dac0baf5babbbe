using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Web.Api;

/// <summary>
/// A request whose path, query or body is not of the type that its endpoint takes is answered with the field that is wrong.
/// </summary>
internal sealed class UnreadableRequests(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IExceptionHandler
{
    /// <summary>A command is a handful of fields; only readings come by the megabyte.</summary>
    internal const int LargestCommand = 1 << 20;

    /// <summary>What was read of a body can be read once more to explain it.</summary>
    public static void KeepBody(HttpContext context)
    {
        if (BodyType(context.GetEndpoint()) is null)
        {
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestCommand;
        }

        context.Request.EnableBuffering();
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        // The handler begins with a request that has lost its endpoint.
        var route = httpContext.Features.Get<IExceptionHandlerFeature>()!;
        var answer = bad.StatusCode switch
        {
            StatusCodes.Status400BadRequest => ProblemAnswers.BadRequest(await ExplainAsync(httpContext, route, cancellationToken)),
            StatusCodes.Status413PayloadTooLarge => ProblemResult.Of(
                bad.StatusCode,
                new Problem(
                    "request.too-large", (BodyType(route.Endpoint) is null ? UploadStore.LargestPushedBytes : LargestCommand) >> 20)),
            _ => ProblemAnswers.WithoutABody(httpContext.Request, bad.StatusCode),
        };
        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private async Task<IReadOnlyList<Problem>> ExplainAsync(
        HttpContext context, IExceptionHandlerFeature route, CancellationToken cancellation)
    {
        var problems = ExplainParameters(context.Request, route).ToList();
        if (problems.Count == 0 && BodyType(route.Endpoint) is { } type && context.Request.Body.CanSeek)
        {
            context.Request.Body.Position = 0;
            problems.AddRange(await UnreadableBody.ExplainAsync(context.Request.Body, type, json.Value.SerializerOptions, cancellation));
        }

        return problems.Count > 0 ? problems : [new Problem("request.unreadable")];
    }

    private static IEnumerable<Problem> ExplainParameters(HttpRequest request, IExceptionHandlerFeature route) =>
        from parameter in route.Endpoint?.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []
        let name = parameter.Name!
        let text = route.RouteValues?[name] as string ?? (request.Query.TryGetValue(name, out var given) ? given.ToString() : null)
        let type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
        where text is not null && !Fits(type, text)
        select new Problem("value.unexpected", name, Excerpt.Of(text), Expected.Value(type, text)).At(name);

    private static bool Fits(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return type == typeof(int) ? int.TryParse(text, culture, out _)
            : type == typeof(long) ? long.TryParse(text, culture, out _)
            : type != typeof(bool) || bool.TryParse(text, out _);
    }

    /// <summary>The record that a body is bound to; of an endpoint that reads its body itself none.</summary>
    private static Type? BodyType(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { IsArray: false } type ? type : null;
}
