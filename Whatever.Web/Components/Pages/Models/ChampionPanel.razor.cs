using Microsoft.AspNetCore.Components;
using Whatever.Model.Forecasting;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>What forecasts a quantity of a sensor, why, and what did before.</summary>
public partial class ChampionPanel
{
    [Parameter]
    [EditorRequired]
    public Sensor Sensor { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public ChampionStatus Status { get; set; } = null!;

    /// <summary>While a choice is being carried out.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Null for the shipped model, which was in force before the first row.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<ModelAssignment?> OnRollBack { get; set; }

    private string NameOf(string name) => ModelNames.Of(L, name);

    private string OutcomeOf(ModelTrial trial) => (trial.TrainingSeconds > 0, trial.Outcome) switch
    {
        (false, TrialOutcome.ChallengerTakesOver) => L["{0} is clearly better and took over.", NameOf(trial.Model)],
        (false, TrialOutcome.BaselineTakesOver) => L["{0} is clearly better and took over.", NameOf(MixModel.ReservedName)],
        (false, _) => L["Nothing is clearly better than {0}, which stayed.", NameOf(trial.Champion ?? MixModel.ReservedName)],
        (_, TrialOutcome.ChallengerTakesOver) => L["The challenger was better than champion and baseline and took over."],
        (_, TrialOutcome.ChampionStays) => L["The challenger was not better than the champion, which stayed."],
        (_, TrialOutcome.BaselineTakesOver) => L["Nothing was better than the baseline, which took over."],
        _ => L["The challenger was not better than the baseline, which stayed."],
    };

    private string Figures(ModelTrial trial) => L[
        "Mean absolute error on {0} days: challenger {1}, champion {2}, baseline {3}.",
        trial.ComparedTo.DayNumber - trial.ComparedFrom.DayNumber + 1, Show.Number(trial.ChallengerError), Show.Number(trial.ChampionError),
        Show.Number(trial.BaselineError)];

    /// <summary>A challenge is told in the language of the page; what a person wrote stays as it was written.</summary>
    private string Reason(ModelAssignment row) =>
        Status.Trials.FirstOrDefault(trial => trial.Id == row.TrialId) is { } trial ? $": {Figures(trial)}"
        : row.Reason.Length > 0 ? $": {StoredPhrase.Read(row.Reason).Say()}"
        : "";
}
