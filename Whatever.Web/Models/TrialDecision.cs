using System.Globalization;
using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Models;

/// <summary>What follows from the errors of a challenge, and how it is said.</summary>
public static class TrialDecision
{
    private const double LeastGain = 0.02;
    private const double GainOfOneDay = 0.2;

    /// <param name="challenger">Mean absolute error; not NaN.</param>
    /// <param name="champion">That of the champion; NaN where there is none that could forecast.</param>
    /// <param name="baseline">That of the mix of baselines; not NaN.</param>
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

    /// <summary>What needs no training is compared with what is in force, which needs none, either.</summary>
    /// <param name="inForce">Its name.</param>
    /// <param name="errors">Mean absolute errors by name, that of what is in force and of the mix among them; NaN where one gave too few
    /// forecasts.</param>
    /// <param name="days">Base days compared, 1 or more: of a day or two it says little, and a change has to be worth it.</param>
    /// <returns>The outcome, and who forecasts from now on.</returns>
    public static (TrialOutcome Outcome, string Winner) DecideUntrained(
        string inForce, IReadOnlyDictionary<string, double> errors, int days)
    {
        var best = errors.Where(error => !double.IsNaN(error.Value)).MinBy(error => error.Value);
        var isStaying = !(best.Value < (1 - LeastGain - (GainOfOneDay / days)) * errors[inForce]) && !double.IsNaN(errors[inForce]);
        return (isStaying, (isStaying ? inForce : best.Key) == MixModel.ReservedName) switch
        {
            (true, true) => (TrialOutcome.BaselineStays, inForce),
            (true, false) => (TrialOutcome.ChampionStays, inForce),
            (false, true) => (TrialOutcome.BaselineTakesOver, best.Key),
            (false, false) => (TrialOutcome.ChallengerTakesOver, best.Key),
        };
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
