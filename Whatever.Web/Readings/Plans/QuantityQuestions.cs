using Whatever.Model.Problems;
using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>What a person is asked about the columns of the values.</summary>
internal static class QuantityQuestions
{
    public static Problem Which(Quantity quantity, string choice, List<PlanColumn> candidates) => new Problem(
        "plan.which-column", Domain.Phrases.Of(quantity), string.Join(", ", candidates.Select(column => column.Shown))).At(choice);

    /// <summary>No name says that it is one.</summary>
    public static Problem Perhaps(Quantity quantity, string choice, List<PlanColumn> candidates) => new Problem(
        "plan.perhaps-column", Domain.Phrases.Of(quantity), string.Join(", ", candidates.Select(column => column.Shown))).At(choice);

    /// <summary>Rows are of several meters.</summary>
    public static Problem WhichTag(PlanColumn tag) =>
        new Problem("plan.which-tag", tag.Shown, ListOf(tag.Evidence.Texts)).At(PlanChoices.Names.FlowTag);

    /// <summary>Values are of several things.</summary>
    public static Problem WhichTags(PlanColumn tag) =>
        new Problem("plan.which-tags", tag.Shown, ListOf(tag.Evidence.Texts)).At(PlanChoices.Names.FlowTag);

    public static Problem OfWhat(PlanColumn value) =>
        new Problem("csv.value-of-what", value.Written.Length > 0 ? value.Written : value.Shown).At(PlanChoices.Names.Quantity);

    public static Problem None(PlanColumns columns) => new Problem(
        "csv.columns", Excerpt.Of(columns.Header), new Phrase("csv.no-quantity"), "time,flow_rate,pressure")
        .At(PlanChoices.Names.FlowColumn);

    public static string ListOf(IEnumerable<string> tags) => Excerpt.Of(string.Join(", ", tags.Order(StringComparer.Ordinal)));
}
