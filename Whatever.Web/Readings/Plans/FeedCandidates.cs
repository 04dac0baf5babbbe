using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>A column or a tag that may belong to any sensor of the station.</summary>
/// <param name="Key">The number of the column from 1, or the tag.</param>
/// <param name="Shown">As a person sees it.</param>
/// <param name="Quantity">What its name or unit says that it is; null where they say nothing.</param>
/// <param name="IsCounter">Its name is one of a counter.</param>
/// <param name="Sensor">The id of the sensor that its name carries; null where it carries none, or several.</param>
public sealed record FeedCandidate(string Key, string Shown, Quantity? Quantity, bool IsCounter, string? Sensor)
{
    /// <summary>Of a column by its index.</summary>
    public static string KeyOf(int column) => (column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What of a file can be dealt out among sensors: its tags where it has several, else its columns of numbers.</summary>
/// <param name="AreTags">Tags and not columns.</param>
/// <param name="AreMeters">Each tag is a meter, with all that its rows hold.</param>
/// <param name="All">In the order of the file; tags by their letters.</param>
public sealed record FeedCandidates(bool AreTags, bool AreMeters, IReadOnlyList<FeedCandidate> All)
{
    internal static FeedCandidates Of(PlanColumns columns, QuantityRoles roles, IReadOnlySet<int> taken, IReadOnlyList<SensorName> sensors)
    {
        if (roles.TagColumn >= 0 && columns[roles.TagColumn].Evidence.Texts is { Count: > 1 } tags)
        {
            return new FeedCandidates(true, roles.AreMeters, [.. tags.Order(StringComparer.Ordinal).Select(tag => OfTag(tag, sensors))]);
        }

        return new FeedCandidates(
            false, false,
            [
                .. columns.Where(column => !taken.Contains(column.Index) && (column.Evidence.HoldsNumbers || column.Evidence.Filled == 0)
                        && !QualityWords.IsNamed(column))
                    .Select(column => OfColumn(column, sensors)),
            ]);
    }

    private static FeedCandidate OfTag(string tag, IReadOnlyList<SensorName> sensors)
    {
        var (flow, pressure) = ColumnWords.Says(tag);
        var instrument = Instruments.Of(ColumnName.Of(tag));
        var isCounter = CounterWords.Rank(ColumnName.Of(tag)) == 2 || (flow == pressure && instrument.IsCounter);
        Quantity? quantity = flow != pressure ? flow ? Quantity.FlowRate : Quantity.Pressure
            : isCounter ? Quantity.FlowRate
            : instrument.Quantity;
        return new FeedCandidate(tag, tag, quantity, isCounter, SensorIn(tag, sensors));
    }

    private static FeedCandidate OfColumn(PlanColumn column, IReadOnlyList<SensorName> sensors)
    {
        var isCounter = CounterWords.Rank(column.Name) == 2;
        Quantity? quantity = ColumnWords.FlowRank(column.Name) > 0 || isCounter ? Quantity.FlowRate
            : ColumnWords.PressureRank(column.Name) > 0 ? Quantity.Pressure
            : column.Unit?.Quantity ?? Instruments.Of(column.Name).Quantity;
        return new FeedCandidate(
            FeedCandidate.KeyOf(column.Index), column.Shown, quantity, isCounter, SensorIn(column.Written, sensors));
    }

    private static string? SensorIn(string text, IReadOnlyList<SensorName> sensors) =>
        SensorNames.In(text, sensors, areNamesToo: true) is [var only] ? only.Id : null;
}
