namespace Whatever.Web.Readings.Plans;

/// <summary>What of a file is not this sensor's: columns and tags that were given to others, or that carry another's name.</summary>
internal sealed class OtherSensors
{
    private readonly PlanContext context;
    private readonly HashSet<string> tags;
    private IReadOnlyList<SensorName>? sensors;

    /// <exception cref="Csv.UnreadableCsvException">A feed names a column that is not there.</exception>
    public OtherSensors(PlanColumns columns, PlanContext context)
    {
        this.context = context;
        var feeds = context.Choices.Feeds ?? [];
        Columns = [.. feeds.SelectMany(feed => new[] { feed.FlowColumn, feed.PressureColumn })
            .Where(column => column is not null and not PlanChoices.NoColumn)
            .Select(column => columns.Find(column!, PlanChoices.Names.Feed))];
        tags = [.. feeds.SelectMany(feed => new[] { feed.FlowTag, feed.PressureTag }).OfType<string>()];
    }

    /// <summary>Those that other sensors are fed with.</summary>
    public HashSet<int> Columns { get; }

    /// <summary>Tags that no other sensor is fed with.</summary>
    public IReadOnlyCollection<string> FreeOf(IReadOnlyCollection<string> all) =>
        tags.Count == 0 ? all : [.. all.Where(tag => !tags.Contains(tag))];

    /// <summary>Those that carry the id of this sensor: sensor_01.flow beside sensor_02.flow.</summary>
    public List<T> OwnOf<T>(IReadOnlyList<T> all, Func<T, string> textOf) =>
        context.SensorId is null ? [] : [.. all.Where(one => In(textOf(one)).Any(IsOwn))];

    /// <summary>It carries the id of another sensor of the station, and not that of this one.</summary>
    public bool IsOfAnother(string text) => context.SensorId is not null && In(text) is { Count: > 0 } named && !named.Any(IsOwn);

    /// <summary>One of the tags feeds another sensor.</summary>
    public bool AreFedBy(IEnumerable<string> all) => all.Any(tags.Contains);

    private bool IsOwn(SensorName sensor) => sensor.Id.Equals(context.SensorId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The sensor that a file is given to may not be there yet.</summary>
    private IReadOnlyList<SensorName> In(string text)
    {
        sensors ??= context.Sensors() is var all && all.Any(IsOwn) ? all : [.. all, new SensorName(context.SensorId!, context.SensorId!)];
        return SensorNames.In(text, sensors);
    }
}
