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

    /// <summary>All sensors of the station: a column may carry the name of one.</summary>
    public Func<IReadOnlyList<SensorName>> Sensors { get; init; } = () => [];

    /// <summary>Of times without an offset.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Of a sensor that is fed with a file of another one, whose clock the times are on; null for the other one.</summary>
    internal string? ZoneOfFed { get; init; }

    /// <summary>For a sensor that is fed, the columns of the values of the sensor that the file is given to; null for that one.</summary>
    internal IReadOnlyList<int>? OwnersColumns { get; init; }

    /// <summary>The file is given to another sensor, and what was said of its values was said of those of that one.</summary>
    internal bool IsFed => OwnersColumns is not null;

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

    /// <summary>The same file for another sensor that it feeds.</summary>
    /// <param name="feed">What belongs to it.</param>
    /// <param name="owner">How it is read for the sensor that it is given to.</param>
    /// <param name="saved">What an earlier file of the layout was like for the sensor that the file is given to.</param>
    /// <param name="sensor">The other sensor.</param>
    /// <param name="hasReadings">Whether it has any.</param>
    internal PlanContext For(Feed feed, ReadingPlan owner, PlanChoices? saved, Sensor sensor, Func<bool> hasReadings)
    {
        return this with
        {
            Choices = (saved is null ? Choices : Choices.Over(saved)).For(feed),
            Said = Said.For(feed),
            Saved = _ => saved?.For(feed),
            SensorId = sensor.Id,
            ZoneOfFed = sensor.TimeZone,
            OwnersColumns = [.. new[] { owner.FlowRate, owner.Pressure }.OfType<ValuePlan>().Select(value => value.Column)],
            FlowUnit = sensor.FlowRateUnit,
            PressureUnit = sensor.PressureUnit,
            HasReadings = hasReadings,
        };
    }

    private static string WithoutId(string name, string id) =>
        name.StartsWith(id, StringComparison.OrdinalIgnoreCase) ? name[id.Length..] : name;
}
