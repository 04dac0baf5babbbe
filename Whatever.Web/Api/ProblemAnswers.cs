using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>Errors of the API: problem details with one plain sentence.</summary>
internal static class ProblemAnswers
{
    /// <summary>What is asked for is wrong in itself, whatever is stored.</summary>
    public static IResult BadRequest(FormattableString sentence) => BadRequest(sentence.ToString(CultureInfo.InvariantCulture));

    public static IResult BadRequest(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>What is asked for is sound, but what is stored stands against it.</summary>
    public static IResult Conflict(FormattableString sentence) =>
        Results.Problem(sentence.ToString(CultureInfo.InvariantCulture), statusCode: StatusCodes.Status409Conflict);

    public static IResult Forbidden(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status403Forbidden);

    public static IResult NotFound(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status404NotFound);

    public static IResult WithoutABody(HttpRequest request, int status) => Results.Problem(
        status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}; see /openapi/v1.json.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Method} is not for {request.Path}; see /openapi/v1.json.",
            StatusCodes.Status415UnsupportedMediaType =>
                $"Content-Type is \"{request.ContentType}\", expected one that /openapi/v1.json names for {request.Path}.",
            _ => "The request cannot be read: a parameter or the body is not of its type; see /openapi/v1.json.",
        },
        statusCode: status);

    public static IResult UnknownSensor(string id) => NotFound($"There is no sensor {id}; see /api/v1/sensors.");

    public static Task<Sensor?> FindSensorAsync(this StationDbContext db, string id, CancellationToken cancellation) =>
        db.Sensors.AsNoTracking().Include(sensor => sensor.Station).FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation);
}
