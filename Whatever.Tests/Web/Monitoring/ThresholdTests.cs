using Whatever.Model.Alarms;
using Whatever.Model.Outliers;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;

namespace Whatever.Tests.Web.Monitoring;

public sealed class ThresholdTests : IAsyncLifetime
{
    private TestStation station = null!;
    private Sensor sensor = null!;
    private ThresholdEditor editor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddJudgedSensorAsync();
        editor = station.Get<ThresholdEditor>();
    }

    public ValueTask DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData(Quantity.FlowRate, Tail.Upper)]
    [InlineData(Quantity.Pressure, Tail.Both)]
    public async Task Current_NothingSaved_IsVersionZeroWithTheDefaults(Quantity quantity, Tail tail)
    {
        var current = await editor.CurrentAsync(sensor.Key, quantity, TestStation.Cancellation);
        Assert.Equal(
            (0, tail, 90, 95, 98, 99),
            (
                current.Version, current.Settings.Tail, current.Settings.Interest, current.Settings.Caution, current.Settings.Alert,
                current.Settings.Serious));
    }

    [Fact]
    public async Task Save_EachTime_IsANewVersionThatCountsFromThenOn()
    {
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(0.5));
        await station.DetectNewAsync(sensor);
        Assert.Empty(await SaveAsync(60, 70, 80, 90, "too many leaks missed"));
        Assert.Empty(await SaveAsync(50, 55, 60, 65, "still too many"));
        await station.StoreAsync(sensor, 28_000_001, DetectionSetup.Flows(0.5));
        var report = await station.DetectNewAsync(sensor);
        Assert.Equal((1, 1), (report.Judged, report.ByStage["4"]));
        var history = await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(
            [(2, 65.0, "still too many", "Kim"), (1, 90.0, "too many leaks missed", "Kim")],
            history.Select(version => (version.Version, version.Settings.Serious, version.Reason, version.ChangedBy)));
        Assert.Equal(0, (await editor.CurrentAsync(sensor.Key, Quantity.Pressure, TestStation.Cancellation)).Version);
    }

    [Theory]
    [InlineData(95, 95, 98, 99)]
    [InlineData(90, 85, 98, 99)]
    [InlineData(49.9, 95, 98, 99)]
    [InlineData(90, 95, 98, 100)]
    [InlineData(double.NaN, 95, 98, 99)]
    public async Task Save_NotIncreasingOrOutOfRange_IsRefused(double interest, double caution, double alert, double serious)
    {
        Assert.NotEmpty(await SaveAsync(interest, caution, alert, serious));
        Assert.Empty(await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
    }

    /// <summary>A button that is pressed twice, or a body without a change.</summary>
    [Fact]
    public async Task Save_NothingDiffers_IsNoVersion()
    {
        Assert.Empty(await SaveAsync(60, 70, 80, 90));
        Assert.Equal(
            "Nothing differs from what is in force.",
            ProblemTexts.English(Assert.Single(await SaveAsync(60, 70, 80, 90, "another reason"))));
        Assert.Equal(1, (await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Version);
    }

    [Fact]
    public async Task Save_ReasonTooLong_IsRefused() => Assert.NotEmpty(await SaveAsync(90, 95, 98, 99, new string('x', 501)));

    [Fact]
    public async Task Revert_ToAnEarlierVersion_MakesItTheNewestAgain()
    {
        await SaveAsync(60, 70, 80, 90);
        await SaveAsync(50, 55, 60, 65);
        Assert.Empty(await RevertAsync(1));
        Assert.Empty(await RevertAsync(0));
        var history = await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(
            [
                (4, 99.0, "Back to version 0: quiet again", "Lee"), (3, 90.0, "Back to version 1: quiet again", "Lee"),
                (2, 65.0, "test", "Kim"), (1, 90.0, "test", "Kim")],
            history.Select(
                row => (row.Version, row.Settings.Serious, StoredPhrase.Read(row.Reason).ToString(), row.ChangedBy)));
        Assert.Equal("There is no version 9 of these thresholds.", ProblemTexts.English(Assert.Single(await RevertAsync(9))));
    }

    [Theory]
    [InlineData("", "Lee", "Say in a few words why")]
    [InlineData("quiet again", "", "Say who you are")]
    public async Task Revert_WithoutReasonOrName_IsRefused(string reason, string who, string expected)
    {
        await SaveAsync(60, 70, 80, 90);
        var problems = await editor.RevertAsync(sensor.Key, Quantity.FlowRate, 0, who, reason, cancellation: TestStation.Cancellation);
        Assert.StartsWith(expected, ProblemTexts.English(Assert.Single(problems)), StringComparison.Ordinal);
        Assert.Equal(1, (await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Version);
    }

    [Fact]
    public async Task Revert_OnWhatSomebodyElseChangedMeanwhile_IsRefused()
    {
        await SaveAsync(60, 70, 80, 90);
        var problems = await editor.RevertAsync(
            sensor.Key, Quantity.FlowRate, 0, "Lee", "quiet again", basedOn: 0, TestStation.Cancellation);
        Assert.StartsWith("Kim saved version 1 meanwhile.", ProblemTexts.English(Assert.Single(problems)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Kim", "Say in a few words why")]
    [InlineData("quiet", " ", "Say who you are")]
    [InlineData("quiet", "a name of sixty-one letters, which is more than there may be here", "Your name has 65 letters")]
    public async Task Save_WithoutReasonOrName_IsRefused(string reason, string who, string expected)
    {
        var problems = await editor.SaveAsync(Draft(90, 95, 98, 99) with { Reason = reason, Who = who }, TestStation.Cancellation);
        Assert.StartsWith(expected, ProblemTexts.English(Assert.Single(problems)), StringComparison.Ordinal);
        Assert.Empty(await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
    }

    [Theory]
    [InlineData(89.9, 30, 15, null, null)]
    [InlineData(100, 30, 15, null, null)]
    [InlineData(double.NaN, 30, 15, null, null)]
    [InlineData(99.9, 0, 15, null, null)]
    [InlineData(99.9, 1441, 15, null, null)]
    [InlineData(99.9, 30, 0, null, null)]
    [InlineData(99.9, 30, 1441, null, null)]
    [InlineData(99.9, 30, 15, 10.0, 10.0)]
    [InlineData(99.9, 30, 15, double.NegativeInfinity, null)]
    public async Task Save_AlarmSettingOutOfRange_IsRefused(double alarmAt, int on, int off, double? lowest, double? highest)
    {
        var draft = Draft(90, 95, 98, 99)
            .With(
                settings =>
                    settings with
                    {
                        AlarmAt = alarmAt,
                        OnDelayMinutes = on,
                        OffDelayMinutes = off,
                        RangeMinimum = lowest,
                        RangeMaximum = highest,
                    });
        Assert.Single(await editor.SaveAsync(draft, TestStation.Cancellation));
        Assert.Empty(await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
    }

    [Fact]
    public async Task Save_OnWhatSomebodyElseChangedMeanwhile_IsRefused()
    {
        Assert.Empty(await editor.SaveAsync(Draft(80, 95, 98, 99) with { BasedOn = 0 }, TestStation.Cancellation));
        var problems = await editor.SaveAsync(Draft(85, 95, 98, 99) with { BasedOn = 0 }, TestStation.Cancellation);
        Assert.StartsWith("Kim saved version 1 meanwhile.", ProblemTexts.English(Assert.Single(problems)), StringComparison.Ordinal);
        Assert.True(problems.IsConflict);
        Assert.False((await editor.SaveAsync(Draft(85, 80, 98, 99) with { BasedOn = 0 }, TestStation.Cancellation)).IsConflict);
        Assert.Equal(80, (await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Settings.Interest);
        Assert.Empty(await editor.SaveAsync(Draft(85, 95, 98, 99) with { BasedOn = 1 }, TestStation.Cancellation));
    }

    /// <summary>Two windows change different settings: the second one is put on top of the first and takes nothing of it back.</summary>
    [Fact]
    public async Task OnTopOf_WhatSomebodyElseChanged_KeepsBothChanges()
    {
        var old = ThresholdEditor.DraftOf(
            await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)) with
        { BasedOn = 0 };
        var mine = old.Settings with { OffDelayMinutes = 40, LegitimateNightUse = 3, RangeMaximum = 700 };
        Assert.Empty(
            await editor.SaveAsync(
                old.With(settings => settings with { OnDelayMinutes = 20, NoDataMinutes = 25 }) with { Reason = "test", Who = "Kim" },
                TestStation.Cancellation));
        var fresh = ThresholdEditor.DraftOf(
            await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)) with
        { BasedOn = 1 };
        var merged = mine.OnTopOf(old.Settings, fresh.Settings);
        Assert.Equal(fresh.Settings with { OffDelayMinutes = 40, LegitimateNightUse = 3, RangeMaximum = 700 }, merged);
        Assert.Equal((20, 25), (merged.OnDelayMinutes, merged.NoDataMinutes));
        Assert.Empty(await editor.SaveAsync(fresh with { Settings = merged, Reason = "test", Who = "Lee" }, TestStation.Cancellation));
    }

    [Theory]
    [InlineData(Quantity.FlowRate, 0, 5, "The time without data is 0 minutes, expected 1 to 1440.")]
    [InlineData(Quantity.FlowRate, 10, -1, "The legitimate night use is -1, expected 0 or more.")]
    [InlineData(Quantity.Pressure, 10, 5, "The legitimate night use belongs to the flow rate alone.")]
    public async Task Save_NightUseOrNoDataOutOfRange_IsRefused(Quantity quantity, int noData, double nightUse, string expected)
    {
        var draft = Draft(90, 95, 98, 99)
            .With(settings => settings with { NoDataMinutes = noData, LegitimateNightUse = nightUse }) with
        { Quantity = quantity };
        Assert.Equal(expected, ProblemTexts.English(Assert.Single(await editor.SaveAsync(draft, TestStation.Cancellation))));
    }

    [Fact]
    public async Task Revert_ToAnEarlierVersion_RestoresDelaysRangeAndContext()
    {
        var first = Draft(90, 95, 98, 99).With(settings => settings with
        {
            AlarmAt = 99.5,
            OnDelayMinutes = 7,
            OffDelayMinutes = 9,
            RangeMinimum = 0,
            RangeMaximum = 500,
            Context = CriteriaContext.HourOfDay,
            NoDataMinutes = 25,
            LegitimateNightUse = 12.5,
        });
        Assert.Empty(await editor.SaveAsync(first, TestStation.Cancellation));
        Assert.Empty(await editor.SaveAsync(Draft(90, 95, 98, 99), TestStation.Cancellation));
        Assert.Empty(await RevertAsync(1));
        var current = await editor.CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal(first with { Reason = "", Who = "" }, ThresholdEditor.DraftOf(current));
    }

    [Theory]
    [InlineData(Tail.Upper, 3, 4)]
    [InlineData(Tail.Upper, -3, 0)]
    [InlineData(Tail.Lower, -3, 4)]
    [InlineData(Tail.Lower, 3, 0)]
    [InlineData(Tail.Both, 3, 4)]
    [InlineData(Tail.Both, -3, 4)]
    [InlineData(Tail.Both, 1.5, 0)]
    public async Task Judge_ChosenTail_Decides(Tail tail, double deviations, int stage)
    {
        Assert.Empty(
            await editor.SaveAsync(Draft(90, 95, 98, 99.1).With(settings => settings with { Tail = tail }), TestStation.Cancellation));
        await station.StoreAsync(sensor, 28_000_000, DetectionSetup.Flows(deviations));
        Assert.Equal(1, (await station.DetectNewAsync(sensor)).ByQuantity["flow_rate"].PerStage[stage]);
    }

    [Fact]
    public async Task Preview_Draft_CountsWhatDetectionWouldSayAndStoresNothing()
    {
        await station.StoreAsync(sensor, 28_000_000, [.. DetectionSetup.Flows(0, 1.5, 1.8, 2.2, 3), double.NaN]);
        var counts = await PreviewAsync(Draft(90, 95, 98, 99));
        Assert.Equal([1, 1, 1, 1, 1], counts!.PerStage);
        Assert.Equal((5, 1152.0), (counts.Judged, counts.MinutesADay));
        Assert.Empty(await editor.HistoryAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        Assert.Null(await PreviewAsync(Draft(90, 80, 98, 99)));
        Assert.Null(await PreviewAsync(Draft(90, 95, 98, 99) with { SensorKey = 99 }));
    }

    private ThresholdDraft Draft(double interest, double caution, double alert, double serious) => new()
    {
        SensorKey = sensor.Key,
        Quantity = Quantity.FlowRate,
        Settings = new OutlierSettings { Interest = interest, Caution = caution, Alert = alert, Serious = serious },
        Reason = "test",
        Who = "Kim",
    };

    private Task<ThresholdProblems> SaveAsync(double interest, double caution, double alert, double serious, string reason = "test") =>
        editor.SaveAsync(Draft(interest, caution, alert, serious) with { Reason = reason }, TestStation.Cancellation);

    private Task<ThresholdProblems> RevertAsync(int version) =>
        editor.RevertAsync(sensor.Key, Quantity.FlowRate, version, "Lee", "quiet again", cancellation: TestStation.Cancellation);

    private async Task<TrialResult?> PreviewAsync(ThresholdDraft draft) =>
        (await station.Get<ThresholdPreview>().LoadAsync(draft.SensorKey, draft.Quantity, 30, TestStation.Cancellation))?.Run(draft);
}
