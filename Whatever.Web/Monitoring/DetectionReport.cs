using System.Globalization;
using System.Text.Json.Serialization;
using Whatever.Model.Outliers;
using Whatever.Model.Series;

namespace Whatever.Web.Monitoring;

/// <summary>Counts of one quantity; a value is judged, or not because it is missing or there are no criteria.</summary>
public sealed record QuantityTally(int? CriteriaVersion)
{
    private readonly int[] stages = new int[Stages];
    private const int Stages = 5;

    public int NotJudged { get; private set; }
    public int Judged => stages.Sum();
    public IReadOnlyDictionary<string, int> ByStage => Name(stages);

    [JsonIgnore]
    public IReadOnlyList<int> PerStage => stages;

    public void Add(OutlierStage? stage)
    {
        if (stage is { } found)
        {
            stages[(int)found]++;
        }
        else
        {
            NotJudged++;
        }
    }

    public static QuantityTally operator +(QuantityTally a, QuantityTally b)
    {
        var sum = new QuantityTally(b.CriteriaVersion ?? a.CriteriaVersion) { NotJudged = a.NotJudged + b.NotJudged };
        for (var stage = 0; stage < Stages; stage++)
        {
            sum.stages[stage] = a.stages[stage] + b.stages[stage];
        }

        return sum;
    }

    internal static Dictionary<string, int> Name(IReadOnlyList<int> stages) =>
        Enumerable.Range(0, Stages).ToDictionary(stage => stage.ToString(CultureInfo.InvariantCulture), stage => stages[stage]);
}

/// <summary>What a detection run did. Values are counted, one per minute and quantity: judged = the sum of by_stage.</summary>
public sealed record DetectionReport
{
    public required string Sensor { get; init; }

    /// <summary>Stored rows looked at.</summary>
    public required int Minutes { get; init; }
    public required int Judged { get; init; }
    public required int NotJudged { get; init; }
    public required IReadOnlyDictionary<string, int> ByStage { get; init; }

    /// <summary>Of the flow rate, or of the pressure where only that is judged; null where nothing can be judged.</summary>
    public required int? CriteriaVersion { get; init; }
    public required IReadOnlyDictionary<string, QuantityTally> ByQuantity { get; init; }

    /// <summary>Alerts that were queued and had not been before.</summary>
    public int Alerts { get; init; }

    /// <summary>Of all sensors, in the pass of monitoring that followed.</summary>
    public int AlarmsOpened { get; init; }
    public int AlarmsClosed { get; init; }

    public static DetectionReport NothingFor(string sensor) =>
        From(sensor, 0, QuantityNames.All.ToDictionary(quantity => quantity, _ => new QuantityTally((int?)null)));

    public static DetectionReport From(string sensor, int minutes, IReadOnlyDictionary<Quantity, QuantityTally> tallies) => new()
    {
        Sensor = sensor,
        Minutes = minutes,
        Judged = tallies.Values.Sum(tally => tally.Judged),
        NotJudged = tallies.Values.Sum(tally => tally.NotJudged),
        ByStage = QuantityTally.Name([.. Enumerable.Range(0, 5).Select(stage => tallies.Values.Sum(tally => tally.PerStage[stage]))]),
        CriteriaVersion = tallies[Quantity.FlowRate].CriteriaVersion ?? tallies[Quantity.Pressure].CriteriaVersion,
        ByQuantity = tallies.ToDictionary(pair => pair.Key.ToWireName(), pair => pair.Value),
    };

    public static DetectionReport operator +(DetectionReport a, DetectionReport b) =>
        From(a.Sensor, a.Minutes + b.Minutes, QuantityNames.All.ToDictionary(
            quantity => quantity, quantity => a.ByQuantity[quantity.ToWireName()] + b.ByQuantity[quantity.ToWireName()])) with
        {
            Alerts = a.Alerts + b.Alerts,
        };
}
