using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>Errors of the API: problem details with one plain sentence.</summary>
internal static class Problems
{
    public static IResult BadRequest(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Forbidden(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status403Forbidden);

    public static IResult NotFound(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status404NotFound);

    public static IResult UnknownPath(HttpRequest request) => NotFound($"There is nothing at {request.Path}; see /openapi/v1.json.");

    public static IResult UnknownSensor(string id) => NotFound($"There is no sensor {id}; see /api/v1/sensors.");

    public static Task<Sensor?> FindSensorAsync(this StationDbContext db, string id, CancellationToken cancellation) =>
        db.Sensors.AsNoTracking().Include(sensor => sensor.Station).FirstOrDefaultAsync(sensor => sensor.Id == id, cancellation);
}
