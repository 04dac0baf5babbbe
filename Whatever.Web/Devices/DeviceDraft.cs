using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Devices;

/// <summary>A point as a person edits it.</summary>
public sealed record PointDraft
{
    /// <summary>Null for a new one.</summary>
    public int? Id { get; init; }
    public int SensorKey { get; init; }
    public Quantity Quantity { get; init; }
    public PointPlace Place { get; init; } = new();
    public double Scale { get; init; } = 1;
    public double Offset { get; init; }
    public bool IsCounter { get; init; }
    public double? CounterRange { get; init; }
    public double? LargestFlow { get; init; }
    public CounterTime CounterTime { get; init; }

    public static PointDraft Of(DevicePoint point) => new()
    {
        Id = point.Id,
        SensorKey = point.SensorKey,
        Quantity = point.Quantity,
        Place = StoredJson.Read<PointPlace>(point.Place),
        Scale = point.Scale,
        Offset = point.Offset,
        IsCounter = point.IsCounter,
        CounterRange = point.CounterRange,
        LargestFlow = point.LargestFlow,
        CounterTime = point.CounterTime,
    };

    /// <summary>The value of what was said; of a count itself.</summary>
    public double ValueOf(double raw) => IsCounter ? raw : (raw * Scale) + Offset;
}

/// <summary>A device as a person edits it.</summary>
public sealed record DeviceDraft
{
    /// <summary>Null for a new one.</summary>
    public int? Id { get; init; }
    public string Name { get; init; } = "";
    public DeviceKind Kind { get; init; }
    public DeviceConnection Connection { get; init; } = new();

    /// <summary>Null keeps the password that is stored.</summary>
    public string? NewPassword { get; init; }
    public bool RemovePassword { get; init; }
    public IReadOnlyList<PointDraft> Points { get; init; } = [];

    /// <param name="device">With its points.</param>
    public static DeviceDraft Of(DeviceSource device) => new()
    {
        Id = device.Id,
        Name = device.Name,
        Kind = device.Kind,
        Connection = StoredJson.Read<DeviceConnection>(device.Connection),
        Points = [.. device.Points.OrderBy(point => point.Id).Select(PointDraft.Of)],
    };
}
