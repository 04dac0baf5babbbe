using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>What a saved plan says, in a few words.</summary>
internal static class PlanWords
{
    public static IReadOnlyList<string> Of(SavedPlan plan, IStringLocalizer<Text> texts)
    {
        var said = PlanChoices.FromJson(plan.Choices);
        string?[] words =
        [
            said.DateOrder is { } order ? new Phrase($"plan.order-{DateOrders.NameOf(order)}").Say() : null,
            said.DecimalComma switch { true => texts["decimal comma"].Value, false => texts["decimal point"].Value, _ => null },
            Column(texts["Time"], said.TimeColumn),
            Column(texts["Time of day"], said.ClockColumn),
            Column(texts["Flow rate"], said.FlowColumn),
            Column(texts["Pressure"], said.PressureColumn),
            said.ValueQuantity is { } quantity ? texts[quantity == Quantity.FlowRate ? "Flow rate" : "Pressure"].Value : null,
            said.FlowTag is { } flow ? $"{texts["Tag of the flow rate"]}: {flow}" : null,
            said.PressureTag is { } pressure ? $"{texts["Tag of the pressure"]}: {pressure}" : null,
            said.Good is { } good ? $"{texts["Good are"]}: {string.Join(", ", good)}" : null,
            said.Missing is { } codes ? $"{texts["Numbers that mean no value"]}: {Join(codes)}" : null,
            said.Convert switch
            {
                true => texts["convert into the sensor's"].Value,
                false => texts["keep the values as they stand"].Value,
                _ => null,
            },
            said.FlowKind == FlowKind.Counter ? texts["a counter, which the flow is the growth of"].Value : null,
            said.FlowKind == FlowKind.Interval ? texts["the volume of each interval"].Value : null,
            .. (said.Feeds ?? []).Select(feed => Of(feed, texts)),
            said.WinterTime is true ? texts["The logger stays on winter time"].Value : null,
        ];
        return [.. words.OfType<string>()];
    }

    private static string Of(Feed feed, IStringLocalizer<Text> texts)
    {
        string?[] words =
        [
            Column(texts["Flow rate"], feed.FlowColumn), Column(texts["Pressure"], feed.PressureColumn),
            feed.FlowTag is not null && feed.FlowTag == feed.PressureTag ? feed.FlowTag
                : string.Join(", ", new[] { feed.FlowTag, feed.PressureTag }.OfType<string>()),
        ];
        return texts["also feeds {0} ({1})", feed.Sensor, string.Join(", ", words.Where(word => word is { Length: > 0 }))];
    }

    private static string Join(IReadOnlyList<double> codes) =>
        string.Join(", ", codes.Select(code => code.ToString(CultureInfo.InvariantCulture)));

    private static string? Column(string role, string? column) => column is null or PlanChoices.NoColumn ? null : $"{role} {column}";
}
