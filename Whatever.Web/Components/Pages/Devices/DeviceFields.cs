using Microsoft.Extensions.Localization;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Devices;
using Whatever.Web.Domain;

namespace Whatever.Web.Components.Pages.Devices;

/// <summary>A device as it is being typed; numbers are texts, so that what is none can be shown and mended.</summary>
public sealed class DeviceFields
{
    private DeviceKind kind;

    public int? Id { get; private init; }
    public string Name { get; set; } = "";

    /// <summary>Each kind of connection has its usual port.</summary>
    public DeviceKind Kind
    {
        get => kind;
        set
        {
            kind = value;
            Port = TypedNumber.Write(value == DeviceKind.ModbusTcp ? DeviceConnection.ModbusPort : DeviceConnection.MqttPort);
        }
    }

    /// <summary>Holds what has no text of its own here.</summary>
    public DeviceConnection Connection { get; set; } = new();
    public string? Port { get; set; } = TypedNumber.Write(DeviceConnection.MqttPort);
    public string? BaudRate { get; set; } = "9600";
    public string? Timeout { get; set; } = "1000";
    public string? TimeColumn { get; set; } = "1";
    public string? NewPassword { get; set; }
    public bool HasPassword { get; private init; }
    public bool RemovePassword { get; set; }
    public List<PointFields> Points { get; } = [];

    public static DeviceFields Of(DeviceDraft draft, bool hasPassword)
    {
        var fields = new DeviceFields
        {
            Id = draft.Id,
            Name = draft.Name,
            Kind = draft.Kind,
            Connection = draft.Connection,
            Port = TypedNumber.Write(draft.Connection.Port),
            BaudRate = TypedNumber.Write(draft.Connection.BaudRate),
            Timeout = TypedNumber.Write(draft.Connection.TimeoutMilliseconds),
            TimeColumn = TypedNumber.Write(draft.Connection.TimeColumn),
            HasPassword = hasPassword,
        };
        fields.Points.AddRange(draft.Points.Select(PointFields.Of));
        return fields;
    }

    /// <returns>A sentence for each text that is no number.</returns>
    public IReadOnlyList<string> Refuse(IStringLocalizer<Text> texts)
    {
        (string Label, string? Written)[] whole = Kind switch
        {
            DeviceKind.Mqtt => [(texts["Port"], Port)],
            DeviceKind.ModbusTcp => [(texts["Port"], Port), (texts["Timeout, ms"], Timeout)],
            DeviceKind.ModbusRtu => [(texts["Speed, baud"], BaudRate), (texts["Timeout, ms"], Timeout)],
            _ => [(texts["Speed, baud"], BaudRate), (texts["Time column"], TimeColumn)],
        };
        return [
            .. whole.Where(field => !PointFields.IsWhole(field.Written))
                .Select(field => texts["{0}: expected a number.", field.Label].Value),
            .. Points.SelectMany(point => point.Refuse(texts, Kind))];
    }

    public DeviceDraft ToDraft() => new()
    {
        Id = Id,
        Name = Name,
        Kind = Kind,
        Connection = Connection with
        {
            Port = PointFields.Whole(Port, DeviceConnection.MqttPort),
            BaudRate = PointFields.Whole(BaudRate, Connection.BaudRate),
            TimeoutMilliseconds = PointFields.Whole(Timeout, Connection.TimeoutMilliseconds),
            TimeColumn = PointFields.Whole(TimeColumn, 0),
        },
        NewPassword = string.IsNullOrEmpty(NewPassword) ? null : NewPassword,
        RemovePassword = RemovePassword,
        Points = [.. Points.Select(point => point.ToDraft())],
    };
}

/// <summary>A value of a device as it is being typed.</summary>
public sealed class PointFields
{
    public int? Id { get; private init; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }
    public PointPlace Place { get; set; } = new();
    public string? Unit { get; set; } = "1";
    public string? Register { get; set; } = "0";
    public string? Column { get; set; } = "2";
    public string? Scale { get; set; } = "1";
    public string? Offset { get; set; } = "0";
    public bool IsCounter { get; set; }
    public string? CounterRange { get; set; }
    public string? LargestFlow { get; set; }
    public CounterTime CounterTime { get; set; }

    public static PointFields Of(PointDraft draft) => new()
    {
        Id = draft.Id,
        SensorKey = draft.SensorKey,
        Quantity = draft.Quantity,
        Place = draft.Place,
        Unit = TypedNumber.Write(draft.Place.Unit),
        Register = TypedNumber.Write(draft.Place.Register),
        Column = TypedNumber.Write(draft.Place.Column),
        Scale = TypedNumber.Write(draft.Scale),
        Offset = TypedNumber.Write(draft.Offset),
        IsCounter = draft.IsCounter,
        CounterRange = TypedNumber.Write(draft.CounterRange),
        LargestFlow = TypedNumber.Write(draft.LargestFlow),
        CounterTime = draft.CounterTime,
    };

    public static bool IsWhole(string? text) =>
        TypedNumber.Refuse(text, isWhole: true) is null && !string.IsNullOrWhiteSpace(text);

    public static int Whole(string? text, int otherwise) =>
        IsWhole(text) && TypedNumber.TryRead(text, out var number) ? (int)number!.Value : otherwise;

    public IEnumerable<string> Refuse(IStringLocalizer<Text> texts, DeviceKind kind)
    {
        (string Label, string? Written)[] whole = kind switch
        {
            DeviceKind.Mqtt => [],
            DeviceKind.SerialLine => [(texts["Column"], Column)],
            _ => [(texts["Unit (slave)"], Unit), (texts["Register"], Register)],
        };
        (string Label, string? Written)[] numbers =
        [
            (texts["Scale"], Scale), (texts["Offset"], Offset), (texts["Begins again at 0 at"], CounterRange),
            (texts["Largest flow"], LargestFlow),
        ];
        return whole.Where(field => !IsWhole(field.Written)).Concat(numbers.Where(field => TypedNumber.Refuse(field.Written) is not null))
            .Select(field => texts["{0}: expected a number.", field.Label].Value);
    }

    public PointDraft ToDraft() => new()
    {
        Id = Id,
        SensorKey = SensorKey,
        Quantity = Quantity,
        Place = Place with { Unit = Whole(Unit, 1), Register = Whole(Register, 0), Column = Whole(Column, 1) },
        Scale = Number(Scale) ?? 1,
        Offset = IsCounter ? 0 : Number(Offset) ?? 0,
        IsCounter = IsCounter,
        CounterRange = IsCounter ? Number(CounterRange) : null,
        LargestFlow = IsCounter ? Number(LargestFlow) : null,
        CounterTime = CounterTime,
    };

    private static double? Number(string? text) => TypedNumber.TryRead(text, out var number) ? number : null;
}
