using Whatever.Web.Domain;
using Whatever.Web.Models;

namespace Whatever.Tests.Web.Models;

public sealed class TrialDecisionTests
{
    [Theory]
    [InlineData(1, 2, 3, false, TrialOutcome.ChallengerTakesOver)]
    [InlineData(1, double.NaN, 3, false, TrialOutcome.ChallengerTakesOver)]
    [InlineData(1, 3, 3, true, TrialOutcome.ChallengerTakesOver)]
    [InlineData(2, 2, 3, false, TrialOutcome.ChampionStays)]
    [InlineData(2, 1, 3, false, TrialOutcome.ChampionStays)]
    [InlineData(4, 2, 3, false, TrialOutcome.ChampionStays)]
    [InlineData(2, 4, 1, false, TrialOutcome.BaselineTakesOver)]
    [InlineData(4, 2, 1, false, TrialOutcome.BaselineTakesOver)]
    [InlineData(3, 3, 3, false, TrialOutcome.BaselineTakesOver)]
    [InlineData(2, double.NaN, 1, false, TrialOutcome.BaselineTakesOver)]
    [InlineData(3, 3, 3, true, TrialOutcome.BaselineStays)]
    [InlineData(4, 3, 3, true, TrialOutcome.BaselineStays)]
    public void Decide_ThreeErrors_LetsOnlyTheBestForecast(
        double challenger, double champion, double baseline, bool isBaselineInForce, TrialOutcome expected) =>
        Assert.Equal(expected, TrialDecision.Decide(challenger, champion, baseline, isBaselineInForce));

    [Theory]
    [InlineData(TrialOutcome.ChallengerTakesOver, "new takes over: ")]
    [InlineData(TrialOutcome.ChampionStays, "old stays: ")]
    [InlineData(TrialOutcome.BaselineTakesOver, "nothing is better than the baseline, which takes over: ")]
    [InlineData(TrialOutcome.BaselineStays, "the challenger is not better than the baseline, which stays: ")]
    public void Tell_EachOutcome_SaysWhoForecastsAndTheThreeErrors(TrialOutcome outcome, string expected) =>
        Assert.Equal(
            expected + "mean absolute error on 28 held-back days: challenger 1.235, champion 2, baseline 3.",
            TrialDecision.Describe(Trial(outcome)).ToString());

    [Fact]
    public void Tell_NoChampionThatCanForecast_SaysSo()
    {
        var trial = Trial(TrialOutcome.ChallengerTakesOver);
        (trial.Champion, trial.ChampionError) = (null, null);
        Assert.Contains(
            "challenger 1.235, no champion that can forecast, baseline 3", TrialDecision.Describe(trial).ToString(),
            StringComparison.Ordinal);
    }

    private static ModelTrial Trial(TrialOutcome outcome) => new()
    {
        Model = "new",
        Version = "new-1",
        Champion = "old",
        ChallengerError = 1.23456,
        ChampionError = 2,
        BaselineError = 3,
        Outcome = outcome,
        ComparedFrom = new DateOnly(2024, 3, 1),
        ComparedTo = new DateOnly(2024, 3, 28),
    };
}
