using Whatever.Model.Series;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>Whose a column or a tag is, and what of it.</summary>
/// <param name="Sensor">Empty where it is nobody's.</param>
/// <param name="Role">Flow rate, counter or pressure; none where nobody said so yet.</param>
/// <param name="IsProposed">By its name; nobody said so yet.</param>
internal sealed record FeedGiven(string Sensor, ColumnRole Role, bool IsProposed = false);

/// <summary>Between a plan, in which sensors have columns, and a table, in which columns have sensors.</summary>
internal static class FeedGivens
{
    public static FeedGiven Of(ReadingPlan plan, string own, FeedCandidate one)
    {
        var usual = one.IsCounter ? ColumnRole.Counter
            : one.Quantity switch
            {
                Quantity.FlowRate => ColumnRole.FlowRate,
                Quantity.Pressure => ColumnRole.Pressure,
                _ => ColumnRole.None,
            };
        if (OfOwn(plan, one) is { } role)
        {
            return new FeedGiven(own, role);
        }

        foreach (var feed in plan.Choices.Feeds ?? [])
        {
            if (Is(plan, one, feed.FlowColumn, feed.FlowTag))
            {
                return new FeedGiven(feed.Sensor, feed.FlowKind == FlowKind.Counter ? ColumnRole.Counter : usual is ColumnRole.Counter
                    ? usual : ColumnRole.FlowRate);
            }

            if (Is(plan, one, feed.PressureColumn, feed.PressureTag))
            {
                return new FeedGiven(feed.Sensor, ColumnRole.Pressure);
            }
        }

        return plan.Choices.Feeds is null && one.Sensor is { } named && (one.Quantity is not null || plan.Candidates.AreMeters)
            ? new FeedGiven(named, usual, IsProposed: true)
            : new FeedGiven("", usual);
    }

    public static PlanChoices ToChoices(
        ReadingPlan plan, PlanChoices choices, string own, IReadOnlyDictionary<string, FeedGiven> given)
    {
        var kept = given.Where(pair => pair.Value.Sensor.Length > 0).ToList();
        var ofOwn = kept.Where(pair => pair.Value.Sensor == own).ToList();

        // What is given to the own sensor twice is left to the plan, which says so.
        var first = ofOwn.DistinctBy(pair => plan.Candidates.AreMeters ? "" : pair.Value.Role == ColumnRole.Pressure ? "p" : "f").ToList();
        var feeds = kept.Except(ofOwn).Concat(ofOwn.Except(first)).Select(pair => FeedOf(plan, pair.Key, pair.Value)).ToList();
        var flow = first.Find(pair => plan.Candidates.AreMeters || pair.Value.Role != ColumnRole.Pressure);
        var pressure = first.Find(pair => plan.Candidates.AreMeters || pair.Value.Role == ColumnRole.Pressure);
        var changed = choices with
        {
            Feeds = feeds.Count > 0 || plan.Choices.Feeds is not null ? feeds : null,
            FlowKind = flow.Key is null || plan.Candidates.AreMeters ? null : KindOf(flow.Value, plan, flow.Key),
        };
        return plan.Candidates.AreTags ? WithTags(changed, flow.Key, pressure.Key) : changed with
        {
            FlowColumn = flow.Key ?? PlanChoices.NoColumn,
            PressureColumn = pressure.Key ?? PlanChoices.NoColumn,
            ValueColumn = null,
            ValueQuantity = null,
        };
    }

    /// <summary>Columns stay as they are: a file of tags has the same for all of them.</summary>
    private static PlanChoices WithTags(PlanChoices choices, string? flow, string? pressure)
    {
        var isNone = flow is null && pressure is null;
        return choices with
        {
            FlowTag = flow,
            PressureTag = pressure,
            ValueQuantity = null,
            FlowColumn = isNone ? PlanChoices.NoColumn : Unless(choices.FlowColumn),
            PressureColumn = isNone ? PlanChoices.NoColumn : Unless(choices.PressureColumn),
        };
    }

    private static string? Unless(string? column) => column == PlanChoices.NoColumn ? null : column;

    private static Feed FeedOf(ReadingPlan plan, string key, FeedGiven given)
    {
        var feed = new Feed { Sensor = given.Sensor };
        return plan.Candidates switch
        {
            { AreMeters: true } => feed with { FlowTag = key, PressureTag = key },
            { AreTags: true } when given.Role == ColumnRole.Pressure => feed with { PressureTag = key },
            { AreTags: true } => feed with { FlowTag = key, FlowKind = KindOf(given, plan, key) },
            _ when given.Role == ColumnRole.Pressure => feed with { PressureColumn = key },
            _ => feed with { FlowColumn = key, FlowKind = KindOf(given, plan, key) },
        };
    }

    /// <summary>A flow is one without a word, unless its name says counter, or it was asked whether it is one.</summary>
    private static FlowKind? KindOf(FeedGiven given, ReadingPlan plan, string key) => given.Role == ColumnRole.Counter ? FlowKind.Counter
        : plan.Candidates.All.Any(one => one.Key == key && one.IsCounter)
            || plan.Questions.Any(question => question.Field is PlanChoices.Names.FlowKind or PlanChoices.Names.Feed) ? FlowKind.Rate
        : null;

    private static ColumnRole? OfOwn(ReadingPlan plan, FeedCandidate one)
    {
        var flow = plan.FlowRate is { } value && Is(plan, one, FeedCandidate.KeyOf(value.Column), plan.Tag?.Flow);
        var pressure = plan.Pressure is { } other && Is(plan, one, FeedCandidate.KeyOf(other.Column), plan.Tag?.Pressure);
        return flow ? plan.FlowRate!.Counter is null ? ColumnRole.FlowRate : ColumnRole.Counter
            : pressure ? ColumnRole.Pressure
            : null;
    }

    private static bool Is(ReadingPlan plan, FeedCandidate one, string? column, string? tag) => plan.Candidates.AreTags
        ? tag == one.Key
        : column is not null && (column == one.Key
            || (int.Parse(one.Key, System.Globalization.CultureInfo.InvariantCulture) is var number
                && number <= plan.Layout.Columns.Count
                && plan.Layout.Columns[number - 1].Equals(column, StringComparison.OrdinalIgnoreCase)));
}
