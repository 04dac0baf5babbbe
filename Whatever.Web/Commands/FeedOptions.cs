using System.CommandLine;
using System.Text.RegularExpressions;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Commands;

/// <summary>Which columns or tags of a file belong to other sensors: <c>--feed sensor_02:flow=Q2,pressure=P2</c>.</summary>
internal static partial class FeedOptions
{
    private static readonly Option<string[]> Feeds = new(PlanOptions.NameOf(PlanChoices.Names.Feed))
    {
        Description = "Another sensor and what of the file belongs to it, such as sensor_02:flow=Q2,pressure=P2; may be given several "
            + "times. Keys: flow, rate, counter, interval, pressure (columns; rate: a flow though it is called like a counter), flow-tag, "
            + "rate-tag, counter-tag, interval-tag, pressure-tag, tag (a meter); or none",
    };

    public static Option Option => Feeds;

    /// <returns>Null where the option was not given: then those of earlier files count.</returns>
    /// <exception cref="CommandFailedException">A feed is written in another way.</exception>
    public static IReadOnlyList<Feed>? Read(ParseResult parsed) => parsed.GetValue(Feeds) switch
    {
        null or [] => null,
        [PlanChoices.NoColumn] => [],
        var given => [.. given.Select(Read)],
    };

    private static Feed Read(string given)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var starts = colon > 0 ? Keys().Matches(given[(colon + 1)..]).ToList() : [];
        if (starts.Count == 0 || starts[0].Index != 0)
        {
            throw Wrong(given);
        }

        var (feed, said) = (new Feed { Sensor = given[..colon].Trim() }, given[(colon + 1)..]);
        for (var i = 0; i < starts.Count; i++)
        {
            var from = starts[i].Index + starts[i].Length;
            var value = said[from..(i + 1 < starts.Count ? starts[i + 1].Index : said.Length)].Trim();
            feed = value.Length == 0 ? throw Wrong(given) : With(feed, starts[i].Groups[1].Value, value);
        }

        return feed;
    }

    private static Feed With(Feed feed, string key, string value) => key switch
    {
        "flow" => feed with { FlowColumn = value },
        "rate" => feed with { FlowColumn = value, FlowKind = FlowKind.Rate },
        "rate-tag" => feed with { FlowTag = value, FlowKind = FlowKind.Rate },
        "counter" => feed with { FlowColumn = value, FlowKind = FlowKind.Counter },
        "interval" => feed with { FlowColumn = value, FlowKind = FlowKind.Interval },
        "interval-tag" => feed with { FlowTag = value, FlowKind = FlowKind.Interval },
        "pressure" => feed with { PressureColumn = value },
        "flow-tag" => feed with { FlowTag = value },
        "counter-tag" => feed with { FlowTag = value, FlowKind = FlowKind.Counter },
        "pressure-tag" => feed with { PressureTag = value },
        _ => feed with { FlowTag = value, PressureTag = value },
    };

    private static CommandFailedException Wrong(string given) =>
        new(new Problem("option.value", Feeds.Name, given, new Phrase("expected.feed")), isUsage: true);

    /// <summary>A name of a column may hold a comma; a key and = behind it begins the next one.</summary>
    [GeneratedRegex(@"(?:^|,)\s*(flow|rate|counter|interval|pressure|flow-tag|rate-tag|counter-tag|interval-tag|pressure-tag|tag)=")]
    private static partial Regex Keys();
}
