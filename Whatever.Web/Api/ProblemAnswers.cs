using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>Refusals of the API, by what they mean.</summary>
internal static class ProblemAnswers
{
    /// <summary>What is asked for is wrong in itself, whatever is stored.</summary>
    public static IResult BadRequest(params IReadOnlyList<Problem> problems) => ProblemResult.Of(StatusCodes.Status400BadRequest, problems);

    /// <summary>What is asked for is sound, but what is stored stands against it.</summary>
    public static IResult Conflict(Problem problem) => ProblemResult.Of(StatusCodes.Status409Conflict, problem);

    public static IResult Forbidden(Problem problem) => ProblemResult.Of(StatusCodes.Status403Forbidden, problem);

    public static IResult NotFound(Problem problem) => ProblemResult.Of(StatusCodes.Status404NotFound, problem);

    public static IResult UnsupportedType(Problem problem) => ProblemResult.Of(StatusCodes.Status415UnsupportedMediaType, problem);

    public static IResult TooLarge(Problem problem) => ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, problem);

    /// <summary>What is wrong with the type of a body that is not read.</summary>
    /// <param name="request">Whose type it is.</param>
    /// <param name="expected">Which are.</param>
    public static IResult UnsupportedType(HttpRequest request, Phrase expected) => UnsupportedType(
        string.IsNullOrEmpty(request.ContentType)
            ? new Problem("request.type-missing", expected)
            : new Problem("request.type", Excerpt.Of(request.ContentType), expected));

    /// <summary>It is understood, but cannot be done with what there is.</summary>
    public static IResult Unprocessable(Problem problem) => ProblemResult.Of(StatusCodes.Status422UnprocessableEntity, problem);

    /// <summary>For a reason outside this program.</summary>
    public static IResult Unavailable(Problem problem) => ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, problem);

    /// <summary>Not now: whoever sends it keeps it and asks again.</summary>
    public static IResult AskAgain(Problem problem) => new LaterResult(Unavailable(problem));

    public static IResult WithoutABody(HttpRequest request, int status) => status == StatusCodes.Status415UnsupportedMediaType
        ? UnsupportedType(request, new Phrase("expected.documented", request.Path))
        : ProblemResult.Of(status, status switch
        {
            StatusCodes.Status404NotFound => new Problem("request.nothing-there", request.Path),
            StatusCodes.Status405MethodNotAllowed => new Problem("request.method", request.Method, request.Path),
            _ => new Problem("request.unreadable"),
        });

    public static IResult UnknownSensor(string id) => NotFound(new Problem("sensor.unknown-listed", id));

    public static Task<Sensor?> FindSensorAsync(this StationDbContext db, string id, CancellationToken cancellation) =>
        db.Sensors.AsNoTracking().Include(sensor => sensor.Station).FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation);

    /// <summary>With how long to wait.</summary>
    private sealed class LaterResult(IResult answer) : IResult
    {
        private const string Seconds = "60";

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Seconds;
            return answer.ExecuteAsync(httpContext);
        }
    }
}
