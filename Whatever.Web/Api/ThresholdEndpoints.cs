using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.People;
using Whatever.Web.Storage;

namespace Whatever.Web.Api;

/// <summary>A version of the outlier settings of a quantity on the wire; version 0 are the defaults.</summary>
public sealed record ThresholdAnswer(OutlierSettings Settings) : OutlierSettings(Settings)
{
    public required string Quantity { get; init; }
    public required int Version { get; init; }
    public required bool InForce { get; init; }
    public required string Reason { get; init; }
    public required string ChangedBy { get; init; }
    public required DateTimeOffset? ChangedAt { get; init; }

    /// <summary>They stand beside the others, not in a box of their own.</summary>
    [JsonIgnore]
    public OutlierSettings Settings { get; } = Settings;
}

/// <summary>New settings: what is left out stays as it is. A limit of the range that is null is cleared.</summary>
public sealed record ThresholdCommand : ISignedCommand
{
    public string? Who { get; init; }
    public string? Reason { get; init; }
    public int? BasedOn { get; init; }
    public Tail? Tail { get; init; }
    public double? Interest { get; init; }
    public double? Caution { get; init; }
    public double? Alert { get; init; }
    public double? Serious { get; init; }
    public double? AlarmAt { get; init; }
    public int? OnDelayMinutes { get; init; }
    public int? OffDelayMinutes { get; init; }

    [Description("Left out it stays as it is; null clears it.")]
    public double? RangeMinimum
    {
        get;
        init => (field, HasRangeMinimum) = (value, true);
    }

    [Description("Left out it stays as it is; null clears it.")]
    public double? RangeMaximum
    {
        get;
        init => (field, HasRangeMaximum) = (value, true);
    }

    public int? NoDataMinutes { get; init; }
    public double? LegitimateNightUse { get; init; }
    public int? BurstOnceInDays { get; init; }
    public CriteriaContext? Context { get; init; }
    public ValueDistribution? Distribution { get; init; }

    /// <summary>It was named, if only as null.</summary>
    internal bool HasRangeMinimum { get; private init; }
    internal bool HasRangeMaximum { get; private init; }

    public object SignedBy(string? who) => this with { Who = who };
}

public sealed record RevertCommand(string? Who, string? Reason) : ISignedCommand
{
    public object SignedBy(string? who) => this with { Who = who };
}

internal static class ThresholdEndpoints
{
    public static void MapThresholds(this RouteGroupBuilder api)
    {
        api.MapGet("/sensors/{id}/thresholds/{quantity}", ListAsync).RequireRight(Right.Read)
            .WithSummary("Versions of the outlier settings of a quantity, newest first; without any, the defaults");
        api.MapPost("/sensors/{id}/thresholds/{quantity}", SaveAsync).RequireRight(Right.SetThresholds)
            .WithSummary("Puts settings in force: {who, reason, based_on, and what changes}").WithDescription(
            "What is left out, or null, stays as it is; range_minimum and range_maximum are cleared by null.");
        api.MapPost("/sensors/{id}/thresholds/{quantity}/{version:int}/revert", RevertAsync).RequireRight(Right.SetThresholds)
            .WithSummary("Makes an earlier version (0: the defaults) the newest one: {who, reason}");
    }

    private static Task<IResult> ListAsync(
        string id, string quantity, IDbContextFactory<StationDbContext> contexts, ThresholdEditor editor, CancellationToken cancellation) =>
        WithAsync(id, quantity, contexts, async (sensor, wanted) =>
        {
            var history = await editor.HistoryAsync(sensor.Key, wanted, cancellation);
            var shown = history.Count > 0 ? history : [ThresholdVersion.Default(sensor.Key, wanted)];
            return Results.Ok(shown.Select((version, index) => new ThresholdAnswer(version.Settings)
            {
                Quantity = wanted.ToWireName(),
                Version = version.Version,
                InForce = index == 0,
                Reason = StoredPhrase.Read(version.Reason).ToString(),
                ChangedBy = version.ChangedBy,
                ChangedAt = version.Version == 0 ? null : version.ChangedAt,
            }));
        }, cancellation);

    private static Task<IResult> SaveAsync(
        string id, string quantity, ThresholdCommand command, IDbContextFactory<StationDbContext> contexts, ThresholdEditor editor,
        CancellationToken cancellation) =>
        WithAsync(id, quantity, contexts, async (sensor, wanted) =>
        {
            var current = await editor.CurrentAsync(sensor.Key, wanted, cancellation);
            if (command.BasedOn is < 0 || command.BasedOn > current.Version)
            {
                return ProblemAnswers.BadRequest(
                    new Problem("threshold.unknown-version-listed", command.BasedOn, id, quantity).At("based_on"));
            }

            if (command.BasedOn is { } seen && seen != current.Version)
            {
                return ProblemAnswers.Conflict(new Problem(
                    "threshold.saved-meanwhile", ThresholdEditor.AuthorOf(current), current.Version, seen).At("based_on"));
            }

            return Answer(
                await editor.SaveAsync(Apply(ThresholdEditor.DraftOf(current), command) with { BasedOn = current.Version }, cancellation));
        }, cancellation);

    private static Task<IResult> RevertAsync(
        string id, string quantity, int version, RevertCommand command, IDbContextFactory<StationDbContext> contexts,
        ThresholdEditor editor, CancellationToken cancellation) =>
        WithAsync(id, quantity, contexts, async (sensor, wanted) =>
            version != 0 && (await editor.HistoryAsync(sensor.Key, wanted, cancellation)).All(known => known.Version != version)
                ? ProblemAnswers.NotFound(
                    new Problem("threshold.unknown-version-listed", version, id, quantity).At("version"))
                : Answer(
                    await editor.RevertAsync(
                        sensor.Key, wanted, version, command.Who ?? "", command.Reason ?? "", cancellation: cancellation)),
                cancellation);

    private static ThresholdDraft Apply(ThresholdDraft draft, ThresholdCommand command) => draft with
    {
        Who = command.Who ?? "",
        Reason = command.Reason ?? "",
        Settings = draft.Settings.With(command, name => name switch
        {
            nameof(command.RangeMinimum) => command.HasRangeMinimum,
            nameof(command.RangeMaximum) => command.HasRangeMaximum,
            _ => false,
        }),
    };

    private static async Task<IResult> WithAsync(
        string id, string quantity, IDbContextFactory<StationDbContext> contexts, Func<Sensor, Quantity, Task<IResult>> answer,
        CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.FindSensorAsync(id, cancellation) is not { } sensor)
        {
            return ProblemAnswers.UnknownSensor(id);
        }

        return QuantityNames.TryParse(quantity, out var wanted)
            ? await answer(sensor, wanted)
            : ProblemAnswers.NotFound(new Problem("threshold.quantity", quantity, Expected.OneOf("flow_rate", "pressure")).At("quantity"));
    }

    private static IResult Answer(ThresholdProblems problems) => problems switch
    {
        { Count: 0 } => Results.NoContent(),
        { IsConflict: true } => ProblemAnswers.Conflict(problems[0]),
        _ => ProblemAnswers.BadRequest(problems),
    };
}
