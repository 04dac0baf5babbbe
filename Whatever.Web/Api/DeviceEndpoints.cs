using Whatever.Model.Series;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.People;

namespace Whatever.Web.Api;

/// <summary>A device on the wire.</summary>
/// <param name="Phase">What it is doing, such as connected; paused where a person has stopped it.</param>
/// <param name="Since">From when on.</param>
/// <param name="Problem">Why it cannot be reached.</param>
public sealed record DeviceAnswer(
    int Id, string Name, DeviceKind Kind, string Phase, DateTimeOffset? Since, string? Problem, DateTimeOffset? NextTryAt, long Received,
    long Stored, long Refused, long PassedOver, string? LastRefusal, DateTimeOffset? LastRefusalAt, string? LastNotice,
    DateTimeOffset? LastNoticeAt, IReadOnlyList<DevicePointAnswer> Points, IReadOnlyList<SlaveAnswer> Slaves);

/// <summary>A value of a device and the quantity that it is.</summary>
public sealed record DevicePointAnswer(string SensorId, string Quantity, double? Value, double? Raw, DateTimeOffset? At);

/// <summary>A slave of Modbus.</summary>
public sealed record SlaveAnswer(
    int Unit, long Requests, long Answers, long Silences, long Noises, long Refusals, string? Problem, DateTimeOffset? FailingSince,
    DateTimeOffset? NextTryAt);

internal static class DeviceEndpoints
{
    public static void MapDevices(this RouteGroupBuilder api) =>
        api.MapGet("/devices", ListAsync).RequireRight(Right.Read)
            .WithSummary("Devices that readings come from, and how they fare");

    private static async Task<IEnumerable<DeviceAnswer>> ListAsync(DeviceQueries queries, CancellationToken cancellation) =>
        (await queries.ListAsync(cancellation)).Select(AnswerOf);

    private static DeviceAnswer AnswerOf(ShownDevice device)
    {
        var state = device.State;
        return new DeviceAnswer(
            device.Id, device.Name, device.Kind, device.IsPaused ? "paused" : PhaseOf(state.Phase), state.Since, state.Problem?.ToString(),
            state.NextTryAt, state.Received, state.Stored, state.Refused, state.PassedOver, state.Refusal?.ToString(), state.RefusedAt,
            state.Notice?.ToString(), state.NoticedAt, [.. device.Points.Select(point => AnswerOf(point, state))],
            [.. state.Slaves.Values.Select(AnswerOf)]);
    }

    private static string PhaseOf(DevicePhase phase) => phase switch
    {
        DevicePhase.Connecting => "connecting",
        DevicePhase.Connected => "connected",
        DevicePhase.Waiting => "waiting",
        _ => "resting",
    };

    private static DevicePointAnswer AnswerOf(ShownPoint point, DeviceState state)
    {
        var value = state.Values.GetValueOrDefault(point.Id);
        return new DevicePointAnswer(point.Sensor.Id, point.Draft.Quantity.ToWireName(), value?.Value, value?.Raw, value?.At);
    }

    private static SlaveAnswer AnswerOf(SlaveFigures slave) => new(
        slave.Unit, slave.Requests, slave.Answers, slave.Silences, slave.Noises, slave.Refusals, slave.Problem?.ToString(),
        slave.FailingSince, slave.NextTryAt);
}
