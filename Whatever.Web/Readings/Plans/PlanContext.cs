using Whatever.Web.Domain;

namespace Whatever.Web.Readings.Plans;

/// <summary>What is known about a file beside what stands in it.</summary>
public sealed record PlanContext
{
    public PlanChoices Choices { get; init; } = new();

    /// <summary>What was said about this very file; the choices may come from an earlier one.</summary>
    public PlanChoices Said { get; init; } = new();

    /// <summary>Decided for an earlier file of the layout; counts where the choices say nothing.</summary>
    public Func<string, PlanChoices?> Saved { get; init; } = _ => null;

    /// <summary>As the person knows it, without the sensor's id in front.</summary>
    public string? FileName { get; init; }
    public string? SensorId { get; init; }

    /// <summary>Of times without an offset.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Of the sensor; null where values are taken as they stand.</summary>
    public string? FlowUnit { get; init; }
    public string? PressureUnit { get; init; }

    /// <summary>Whether values of the sensor are stored in its units; the first file of one that has none says what they are.</summary>
    public Func<bool> HasReadings { get; init; } = () => true;

    /// <summary>Later minutes are rejected; null where any time will do.</summary>
    public int? Latest { get; init; }

    /// <summary>For those who read a file on its own clock, whatever units it is in.</summary>
    public static PlanContext WithoutSensor(PlanChoices? choices = null, string? fileName = null) =>
        new()
        {
            TimeZone = "UTC",
            Choices = choices ?? new PlanChoices(),
            Said = choices ?? new PlanChoices(),
            FileName = fileName,
        };

    public static PlanContext Of(Sensor sensor, string fileName, PlanChoices choices, int? latest) => new()
    {
        Choices = choices,
        Said = choices,
        FileName = WithoutId(Path.GetFileNameWithoutExtension(fileName), sensor.Id),
        SensorId = sensor.Id,
        TimeZone = sensor.TimeZone,
        FlowUnit = sensor.FlowRateUnit,
        PressureUnit = sensor.PressureUnit,
        Latest = latest,
    };

    private static string WithoutId(string name, string id) =>
        name.StartsWith(id, StringComparison.OrdinalIgnoreCase) ? name[id.Length..] : name;
}
