using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Components.Shared;
using Whatever.Web.Components.Texts;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Web.Components.Pages.Outliers;

/// <summary>The short words about criteria.</summary>
public static class CriteriaWords
{
    /// <summary>Builds criteria anew and says what came of it.</summary>
    public static async Task<string> BuildAsync(
        IStringLocalizer<Text> texts, IBackgroundWork work, CriteriaBuilder builder, Sensor sensor, Quantity quantity)
    {
        try
        {
            var version = await work.RunAsync(
                JobNames.RebuildCriteria, $"{sensor.Id}/{quantity.ToWireName()}", async (context, cancellation) =>
            {
                var built = await builder.RebuildAsync(sensor.Key, quantity, cancellation);
                context.Report(
                    built is null
                        ? new Phrase("work.criteria-too-few", sensor.Id, Phrases.Of(quantity))
                        : new Phrase("work.criteria-built", sensor.Id, built.Version, Phrases.Of(quantity)));
                return built;
            });
            return version switch
            {
                null => texts["There are too few readings to build criteria from; those in force stay."],
                { State: CriteriaState.Proposed } built => texts["Criteria version {0} is built and waits for approval.", built.Version],
                { } built => texts["Criteria version {0} is built and in force.", built.Version],
            };
        }
        catch (OperationCanceledException)
        {
            return texts["Cancelled"];
        }
        catch (Exception problem) when (Failure.Explain(problem) is { } stands)
        {
            return stands.Say();
        }
    }

    /// <summary>Mean, spread and what they come from.</summary>
    public static string Describe(IStringLocalizer<Text> texts, Sensor sensor, CriteriaVersion version) => texts[
        version.FromMinute is null
            ? "mean {0}, standard deviation {1} {2}, {3} values given at set-up, {6}"
            : "mean {0}, standard deviation {1} {2}, {3} readings of {4} to {5}, {6}",
        Show.Number(version.Mean), Show.Number(version.StandardDeviation), sensor.UnitOf(version.Quantity),
        version.Count.ToString("N0", CultureInfo.CurrentCulture),
        Day(sensor, version.FromMinute), Day(sensor, version.ToMinute), ThresholdDifference.Of(texts, version.Context)];

    /// <summary>What became of a version, and who decided.</summary>
    public static string StandingOf(
        IStringLocalizer<Text> texts, Sensor sensor, IReadOnlyList<CriteriaVersion> history, CriteriaVersion version)
    {
        var standing = texts[$"Standing {CriteriaRules.StandingOf(history, version)}"].Value;
        return version.DecidedBy is null ? standing : $"{standing} · {version.DecidedBy}, {Show.Time(sensor, version.DecidedAt)}";
    }

    private static string Day(Sensor sensor, int? minute) =>
        minute is { } known ? Show.Day(DateOnly.FromDateTime(sensor.Clock.ToLocal(known))) : "";
}
