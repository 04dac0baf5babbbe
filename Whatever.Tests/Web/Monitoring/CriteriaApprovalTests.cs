using Microsoft.EntityFrameworkCore;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Scheduling;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Monitoring;

public sealed class CriteriaApprovalTests : IAsyncLifetime
{
    private const int Begin = 28_000_000;
    private TestStation station = null!;
    private Sensor sensor = null!;
    private CriteriaApproval approval = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        approval = station.Get<CriteriaApproval>();
        await station.Get<StationSettings>().SetCriteriaNeedApprovalAsync(true, TestStation.Cancellation);
        await station.StoreAsync(sensor, Begin, Around(200));
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task Rebuild_TheFirstVersion_AsksNobody() => Assert.Equal(CriteriaState.Approved, (await RebuildAsync()).State);

    [Fact]
    public async Task Proposal_BeforeAndAfterApproval_JudgesOnlyFromThenOn()
    {
        await RebuildAsync();
        await station.DetectNewAsync(sensor);

        // Twice as many readings would make the station learn by itself.
        await station.StoreAsync(sensor, Begin + 1440, Around(900)[..1400]);
        await station.DetectNewAsync(sensor);
        var proposal = await RebuildAsync();
        Assert.Equal((2, CriteriaState.Proposed), (proposal.Version, proposal.State));
        await station.StoreAsync(sensor, Begin + 2880, [900]);
        await station.DetectNewAsync(sensor);
        Assert.Null(await approval.ApproveAsync(sensor.Key, Quantity.FlowRate, 2, " Kim ", TestStation.Cancellation));
        await station.StoreAsync(sensor, Begin + 2881, [900]);
        await station.DetectNewAsync(sensor);
        var judged = await station.QueryAsync(
            db => db.Judgements.Where(row => row.Minute >= Begin + 2880).OrderBy(row => row.Minute).ToListAsync(TestStation.Cancellation));
        Assert.Equal([1, 2], judged.Select(row => row.FlowRateCriteria == proposal.Id ? 2 : 1));
        var approved = (await HistoryAsync())[0];
        Assert.Equal((CriteriaState.Approved, "Kim", TestStation.Noon), (approved.State, approved.DecidedBy, approved.DecidedAt));
    }

    [Fact]
    public async Task Proposal_Rejected_LeavesWhatIsInForce()
    {
        await RebuildAsync();
        await RebuildAsync();
        Assert.Null(await approval.RejectAsync(sensor.Key, Quantity.FlowRate, 2, "Kim", TestStation.Cancellation));
        Assert.Equal([(2, CriteriaStanding.Rejected), (1, CriteriaStanding.InForce)], await StandingsAsync());
    }

    [Fact]
    public async Task Proposal_NewerOneBuilt_IsOvertaken()
    {
        await RebuildAsync();
        await RebuildAsync();
        await RebuildAsync();
        Assert.Equal(
            [(3, CriteriaStanding.Proposed), (2, CriteriaStanding.Overtaken), (1, CriteriaStanding.InForce)], await StandingsAsync());
        Assert.Equal("A newer version has taken the place of version 2.", await ApproveAsync(2));
    }

    [Fact]
    public async Task Decisions_OfTwoPeopleAtOnce_CountOnce()
    {
        await RebuildAsync();
        await RebuildAsync();
        var answers = await Task.WhenAll(
            Task.Run(() => approval.ApproveAsync(sensor.Key, Quantity.FlowRate, 2, "Kim", TestStation.Cancellation)),
            Task.Run(() => approval.RejectAsync(sensor.Key, Quantity.FlowRate, 2, "Lee", TestStation.Cancellation)));
        var decided = (await HistoryAsync())[0];
        var (winner, word) = decided.State == CriteriaState.Approved ? ("Kim", "approved") : ("Lee", "rejected");
        Assert.Equal(winner, decided.DecidedBy);
        Assert.Equal(
            $"{winner} {word} version 2 already.", ProblemTexts.English(Assert.Single(answers.OfType<Problem>())));
    }

    [Theory]
    [InlineData(1, "Kim", "Version 1 is no proposal.")]
    [InlineData(7, "Kim", "There is no version 7 of these criteria.")]
    [InlineData(2, "", "Say who you are, in 1 to 60 letters.")]
    public async Task Approve_WhatCannotBe_IsRefused(int version, string who, string expected)
    {
        await RebuildAsync();
        await RebuildAsync();
        Assert.Equal(expected, await ApproveAsync(version, who));
        Assert.Equal([(2, CriteriaStanding.Proposed), (1, CriteriaStanding.InForce)], await StandingsAsync());
    }

    [Fact]
    public async Task Restore_AnEarlierVersion_IsACopyThatStays()
    {
        await station.Get<StationSettings>().SetCriteriaNeedApprovalAsync(false, TestStation.Cancellation);
        var first = await RebuildAsync();
        station.Time.Advance(TimeSpan.FromDays(1));
        await station.StoreAsync(sensor, Begin + 1440, Around(900));
        await RebuildAsync();
        Assert.Null(await approval.RestoreAsync(sensor.Key, Quantity.FlowRate, 1, "Kim", TestStation.Cancellation));
        var history = await HistoryAsync();
        Assert.Equal([(3, CriteriaStanding.InForce), (2, CriteriaStanding.Earlier), (1, CriteriaStanding.Earlier)], await StandingsAsync());
        Assert.Equal(
            (first.Mean, first.Profile, "Kim", 1),
            (history[0].Mean, history[0].Profile, history[0].DecidedBy, CriteriaRules.OriginalOf(history, history[0])!.Version));
        Assert.Null(CriteriaRules.OriginalOf(history, history[1]));

        // Young criteria are built anew when the readings have doubled; not what a person chose.
        Assert.Equal(
            3,
            (await station.Get<CriteriaBuilder>().CurrentOrFirstAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!.Version);
    }

    [Theory]
    [InlineData(1, "Kim", "Version 1 is in force.")]
    [InlineData(2, "Kim", "Version 2 was never in force.")]
    [InlineData(7, "Kim", "There is no version 7 of these criteria.")]
    [InlineData(1, null, "Say who you are, in 1 to 60 letters.")]
    public async Task Restore_WhatCannotBe_IsRefused(int version, string? who, string expected)
    {
        await RebuildAsync();
        await RebuildAsync();
        Assert.Equal(
            expected,
            ProblemTexts.English(
                (await approval.RestoreAsync(sensor.Key, Quantity.FlowRate, version, who, TestStation.Cancellation))!));
        Assert.Equal(2, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Job_Rebuild_SaysHowManyWait()
    {
        await RebuildAsync();
        await station.Get<JobRunner>().RunAsync("RebuildCriteria", RunTrigger.Person);
        var run = await station.QueryAsync(db => db.JobRuns.SingleAsync(TestStation.Cancellation));
        Assert.Equal(
            "0 criteria rebuilt, 1 proposed and waiting for approval, 1 left as they were for want of readings.",
            run.Message?.ToString());
    }

    private static double[] Around(double mean) => [.. Enumerable.Range(0, 1440).Select(i => mean + (i % 2 == 0 ? -10 : 10))];

    private async Task<CriteriaVersion> RebuildAsync() =>
        (await station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation))!;

    private Task<IReadOnlyList<CriteriaVersion>> HistoryAsync() =>
        approval.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);

    private async Task<IEnumerable<(int Version, CriteriaStanding Standing)>> StandingsAsync()
    {
        var history = await HistoryAsync();
        return history.Select(version => (version.Version, CriteriaRules.StandingOf(history, version)));
    }

    private async Task<string?> ApproveAsync(int version, string who = "Kim") =>
        await approval.ApproveAsync(sensor.Key, Quantity.FlowRate, version, who, TestStation.Cancellation) is { } problem
            ? ProblemTexts.English(problem)
            : null;
}
