using System.Globalization;
using Microsoft.AspNetCore.Components;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Components.Pages.Data;

/// <summary>What is asked about a column of volumes.</summary>
public partial class CounterChoices
{
    [Parameter, EditorRequired]
    public ReadingPlan Plan { get; set; } = null!;

    [Parameter, EditorRequired]
    public PlanChoices Choices { get; set; } = new();

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback<PlanChoices> Changed { get; set; }

    /// <summary>Taken as they stand, volumes would be no flow.</summary>
    private bool IsVolume => Plan.Questions.Any(question => question.Code is "plan.volume" or "plan.volume-no-rate")
        || Plan.FlowRate?.Interval is not null;

    private string TimeShown => Choices.IntervalBegins switch { true => FlowKinds.AtStart, false => FlowKinds.AtEnd, _ => "" };

    private string KindShown => Choices.FlowKind is { } kind ? FlowKinds.NameOf(kind)
        : Plan.FlowRate?.Counter is not null ? FlowKinds.Counter : "";

    private bool IsAsked(string choice) => Plan.Questions.Any(question => question.Field == choice);

    private Task KindChangedAsync(ChangeEventArgs change) =>
        Changed.InvokeAsync(Choices with { FlowKind = FlowKinds.Find(change.Value as string) });

    private Task TimeChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(Choices with
    {
        IntervalBegins = change.Value switch { FlowKinds.AtStart => true, FlowKinds.AtEnd => false, _ => null },
    });

    private Task MinutesChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(Choices with
    {
        IntervalMinutes = int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var minutes) && minutes > 0
            ? minutes
            : null,
    });

    private Task UnitChangedAsync(ChangeEventArgs change) =>
        Changed.InvokeAsync(Choices with { CounterUnit = change.Value is string { Length: > 0 } unit ? unit : null });

    private Task RangeChangedAsync(ChangeEventArgs change) => Changed.InvokeAsync(Choices with
    {
        CounterRange = double.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var range) && range > 0 ? range : null,
    });
}
