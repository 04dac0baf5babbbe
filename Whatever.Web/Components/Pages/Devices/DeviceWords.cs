using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>How devices fare, in words.</summary>
internal static class DeviceWords
{
    public static IReadOnlyList<(RegisterFormat Format, string Name)> Formats { get; } =
    [
        (RegisterFormat.Signed16, "int16"), (RegisterFormat.Unsigned16, "uint16"), (RegisterFormat.Signed32, "int32"),
        (RegisterFormat.Unsigned32, "uint32"), (RegisterFormat.Real32, "float32"),
    ];

    public static IReadOnlyList<(WordOrder Order, string Name)> Orders { get; } =
        [(WordOrder.Abcd, "ABCD"), (WordOrder.Cdab, "CDAB"), (WordOrder.Badc, "BADC"), (WordOrder.Dcba, "DCBA")];

    public static bool HasOrder(RegisterFormat format) => format is not (RegisterFormat.Signed16 or RegisterFormat.Unsigned16);

    public static string Of(IStringLocalizer<Text> texts, DeviceKind kind) => kind switch
    {
        DeviceKind.Mqtt => "MQTT",
        DeviceKind.ModbusTcp => "Modbus TCP",
        DeviceKind.ModbusRtu => "Modbus RTU",
        _ => texts["Lines of a serial port"],
    };

    public static string Address(DeviceDraft device) => DeviceSetup.IsSerial(device.Kind)
        ? device.Connection.SerialPort
        : $"{device.Connection.Host}:{device.Connection.Port.ToString(CultureInfo.InvariantCulture)}";

    public static string State(IStringLocalizer<Text> texts, Sensor? clock, ShownDevice device)
    {
        var state = device.State;
        return device.IsPaused ? texts["Paused"] : state.Phase switch
        {
            DevicePhase.Connected => texts["Connected since {0}", Show.Time(clock, state.Since)],
            DevicePhase.Waiting => texts[
                "No connection since {0}: {1} Next try at {2}.", Show.Time(clock, state.Since), state.Problem?.Say() ?? "",
                Show.Time(clock, state.NextTryAt)],
            DevicePhase.Connecting => state.Problem is { } problem
                ? texts["No connection since {0}: {1} It is tried now.", Show.Time(clock, state.Since), problem.Say()]
                : texts["Connecting"],
            _ => texts["Not begun yet"],
        };
    }

    public static string Value(IStringLocalizer<Text> texts, ShownPoint point, DeviceState state, DateTimeOffset now)
    {
        if (state.Values.GetValueOrDefault(point.Id) is not { } value)
        {
            return texts["nothing yet"];
        }

        var unit = point.Sensor.UnitOf(point.Draft.Quantity);
        var said = value.Value is { } known ? $"{Show.Number(known)} {unit}" : texts["no flow yet"].Value;
        var count = point.Draft.IsCounter ? $" · {texts["count {0}", Plain(value.Raw)].Value}" : "";
        return $"{said}{count} · {AgeWords.Of(texts, now - value.At)}";
    }

    public static string Slave(IStringLocalizer<Text> texts, Sensor? clock, SlaveFigures slave)
    {
        var counts = texts[
            "{0} requests, {1} answers, {2} silent, {3} noise, {4} refused", slave.Requests, slave.Answers, slave.Silences, slave.Noises,
            slave.Refusals].Value;
        return slave.Problem is not { } problem ? texts["Unit {0}: {1}", slave.Unit, counts]
            : slave.NextTryAt is { } next ? texts[
                "Unit {0}: failing since {1}. {2} Next try at {3}. {4}", slave.Unit, Show.Time(clock, slave.FailingSince), problem.Say(),
                Show.Time(clock, next), counts]
            : texts["Unit {0}: failing since {1}. {2} {3}", slave.Unit, Show.Time(clock, slave.FailingSince), problem.Say(), counts];
    }

    public static string Counts(IStringLocalizer<Text> texts, DeviceState state) => texts[
        "{0} received, {1} minutes stored, {2} refused, {3} passed over", state.Received, state.Stored, state.Refused, state.PassedOver];

    /// <summary>What was read once.</summary>
    public static string Read(IStringLocalizer<Text> texts, Sensor? sensor, PointDraft point, TestedPoint tested)
    {
        var raw = tested.Raw is { } said ? Plain(said) : "–";
        return point.IsCounter
            ? texts["Count {0} at {1}", raw, Show.Time(sensor, tested.At)]
            : texts[
                "{0} {1} at {2} (read as {3})", tested.Raw is { } known ? Plain(point.ValueOf(known)) : "–",
                sensor?.UnitOf(point.Quantity) ?? "", Show.Time(sensor, tested.At), raw];
    }

    private static string Plain(double number) => number.ToString("G15", CultureInfo.CurrentCulture);
}
