using System.Globalization;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Models;

/// <summary>What follows from the errors of a challenge, and how it is said.</summary>
public static class TrialDecision
{
    /// <param name="challenger">Mean absolute error; not NaN.</param>
    /// <param name="champion">That of the champion; NaN where there is none that could forecast.</param>
    /// <param name="baseline">That of the seasonal baseline; not NaN.</param>
    /// <param name="isBaselineInForce">The champion is the baseline.</param>
    public static TrialOutcome Decide(double challenger, double champion, double baseline, bool isBaselineInForce)
    {
        // Who is as good as the one in force does not take over: a change has to be worth it.
        if (challenger < baseline && !(champion <= challenger))
        {
            return TrialOutcome.ChallengerTakesOver;
        }

        return isBaselineInForce ? TrialOutcome.BaselineStays
            : champion < baseline ? TrialOutcome.ChampionStays
            : TrialOutcome.BaselineTakesOver;
    }

    /// <summary>One sentence for the history of the job.</summary>
    public static Phrase Describe(ModelTrial trial) => trial.Outcome switch
    {
        TrialOutcome.ChallengerTakesOver => new Phrase("work.challenger-takes-over", trial.Model, Figures(trial)),
        TrialOutcome.ChampionStays => new Phrase("work.champion-stays", trial.Champion, Figures(trial)),
        TrialOutcome.BaselineTakesOver => new Phrase("work.baseline-takes-over", Figures(trial)),
        _ => new Phrase("work.baseline-stays", Figures(trial)),
    };

    /// <summary>Short, for the history of the model.</summary>
    public static Phrase Figures(ModelTrial trial) => new Phrase(
        "reason.trial", trial.ComparedTo.DayNumber - trial.ComparedFrom.DayNumber + 1, Number(trial.ChallengerError),
        trial.Champion is null ? new Phrase("reason.no-champion") : new Phrase("reason.champion", Number(trial.ChampionError)),
        Number(trial.BaselineError));

    private static string Number(double? error) => error?.ToString("0.###", CultureInfo.InvariantCulture) ?? "unknown";
}
