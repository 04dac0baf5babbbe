using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings;

/// <summary>
/// A file and every sensor that it feeds: for each an ordinary plan of the same file, made before anything is stored. The questions of
/// all are those of the first.
/// </summary>
/// <param name="Own">Of the sensor that the file is given to.</param>
/// <param name="OwnContext">What is known about the file for it.</param>
/// <param name="Feeds">Of the others, in the order in which they were said.</param>
public sealed record FilePlans(ReadingPlan Own, PlanContext OwnContext, IReadOnlyList<FilePart> Feeds)
{
    /// <summary>The sensor that the file is given to gets nothing of it.</summary>
    public bool FeedsOthersAlone => Own is { FlowRate: null, Pressure: null } && Feeds.Count > 0;

    /// <param name="path">The file.</param>
    /// <param name="context">Of the sensor that it is given to.</param>
    /// <param name="find">A sensor of the station by its id, and whether it has readings; null where there is none.</param>
    /// <exception cref="UnreadableCsvException">The file as a whole cannot be read.</exception>
    public static FilePlans Make(string path, PlanContext context, Func<string, (Sensor Sensor, Func<bool> HasReadings)?> find)
    {
        var own = PlanMaker.Make(path, context);
        var saved = context.Saved(own.Layout.Key);
        var (feeds, questions) = (new List<FilePart>(), own.Questions.ToList());
        foreach (var feed in Merge(own, context.SensorId, questions))
        {
            if (find(feed.Sensor) is not { } known)
            {
                var others = string.Join(", ", context.Sensors().Select(sensor => sensor.Id).DefaultIfEmpty("–"));
                questions.Add(new Problem("plan.feed-gone", feed.Sensor, Excerpt.Of(others)).At(PlanChoices.Names.Feed));
                continue;
            }

            var ofPart = context.For(feed, own, saved, known.Sensor, known.HasReadings);
            var plan = PlanMaker.Make(path, ofPart);
            questions.AddRange(plan.Questions.Where(question => !own.Questions.Contains(question)).Select(question => Of(known.Sensor,
                question)));
            feeds.Add(new FilePart(known.Sensor, ofPart, plan));
        }

        questions.AddRange(ClaimedTwice(own, context.SensorId, feeds));
        return new FilePlans(own with { Questions = [.. questions.Distinct()] }, context, feeds);
    }

    /// <summary>What is measured is said with the feed itself, all else for the whole file.</summary>
    private static Problem Of(Sensor sensor, Problem question)
    {
        var said = new Problem("file.problem", sensor.Id, question);
        return question.Field switch
        {
            null => said,
            PlanChoices.Names.FlowColumn or PlanChoices.Names.PressureColumn or PlanChoices.Names.FlowTag or PlanChoices.Names.PressureTag
                or PlanChoices.Names.FlowKind or PlanChoices.Names.Quantity => said.At(PlanChoices.Names.Feed),
            var field => said.At(field),
        };
    }

    /// <summary>What is said of one sensor in several feeds is one feed of it.</summary>
    private static List<Feed> Merge(ReadingPlan own, string? ownId, List<Problem> questions)
    {
        var merged = new List<Feed>();
        foreach (var group in (own.Choices.Feeds ?? []).GroupBy(feed => feed.Sensor, StringComparer.OrdinalIgnoreCase))
        {
            var one = group.Aggregate((Feed?)null, (all, feed) => all is null ? feed : all.And(feed));
            if (one is null || group.Key.Equals(ownId, StringComparison.OrdinalIgnoreCase))
            {
                questions.Add(new Problem("plan.sensor-twice", group.Key).At(PlanChoices.Names.Feed));
            }
            else
            {
                merged.Add(one);
            }
        }

        return merged;
    }

    /// <summary>Values of one column, or of one tag, are those of one sensor and one quantity.</summary>
    private static IEnumerable<Problem> ClaimedTwice(ReadingPlan own, string? ownId, List<FilePart> feeds)
    {
        var claims = Claims(own, ownId ?? "–").Concat(feeds.SelectMany(part => Claims(part.Plan, part.Sensor.Id)));
        foreach (var twice in claims.GroupBy(claim => (claim.Column, claim.Tag)).Select(group => group.ToList())
            .Where(group => group.Count > 1))
        {
            var name = twice[0].Tag ?? own.Layout.NameOf(twice[0].Column);
            yield return new Problem(
                "plan.claimed-twice", name, twice[0].Sensor, Phrases.Of(twice[0].Quantity), twice[1].Sensor, Phrases.Of(twice[1].Quantity))
                .At(PlanChoices.Names.Feed);
        }
    }

    private static IEnumerable<(int Column, string? Tag, string Sensor, Quantity Quantity)> Claims(ReadingPlan plan, string sensor)
    {
        if (plan.FlowRate is { } flow)
        {
            yield return (flow.Column, plan.Tag?.Flow, sensor, Quantity.FlowRate);
        }

        if (plan.Pressure is { } pressure)
        {
            yield return (pressure.Column, plan.Tag?.Pressure, sensor, Quantity.Pressure);
        }
    }
}

/// <summary>A file for one of the sensors that it feeds.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Context">What is known about the file for it.</param>
/// <param name="Plan">How it is read.</param>
public sealed record FilePart(Sensor Sensor, PlanContext Context, ReadingPlan Plan);
