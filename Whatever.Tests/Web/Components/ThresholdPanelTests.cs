using AngleSharp.Dom;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Whatever.Model.Outliers.Criteria;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Components.Pages.Outliers;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Components;

/// <summary>The panel by itself, without a browser: what it does with what is typed and with what others save.</summary>
public sealed class ThresholdPanelTests : IAsyncLifetime
{
    private PanelSetup setup = null!;
    private Sensor sensor = null!;

    public ThresholdPanelTests() => PanelSetup.Speak("en");

    private TestStation Station => setup.Station;

    public async ValueTask InitializeAsync()
    {
        setup = (await PanelSetup.StartAsync()).Share<ThresholdEditor>().Share<ThresholdPreview>().Share<CriteriaStatus>()
            .Share<CriteriaBuilder>().Share<IBackgroundWork>().Share<UploadStore>().Share<ReadingPlans>();
        sensor = await Station.AddSensorAsync();
    }

    public ValueTask DisposeAsync() => setup.DisposeAsync();

    [Theory]
    [InlineData("on-delay-FlowRate", "0", "The on-delay is 0 minutes, expected 1 to 1440.")]
    [InlineData("threshold-FlowRate-1", "10", "The threshold of interest is 10, expected 50 or more and below 100.")]
    [InlineData("threshold-FlowRate-2", "99", "The threshold of alert is 98, expected more than 99, the threshold of caution.")]
    [InlineData("night-use-FlowRate", "-1", "The legitimate night use is -1, expected 0 or more.")]
    public void Typed_OutOfRange_IsSaidAndCannotBeSaved(string field, string typed, string expected)
    {
        var panel = Show();
        Type(panel, field, typed);
        panel.WaitForAssertion(() => Assert.Equal([expected], Problems(panel)));
        Assert.True(Find(panel, "review-FlowRate").HasAttribute("disabled"));
        Find(panel, "discard-FlowRate").Click();
        panel.WaitForAssertion(() => Assert.Empty(Problems(panel)));
    }

    [Fact]
    public void Typed_OutOfRange_IsSaidInTheLanguageOfThePage()
    {
        PanelSetup.Speak("ko");
        var panel = Show();
        Type(panel, "on-delay-FlowRate", "0");
        panel.WaitForAssertion(() => Assert.Equal(["발생 지연이 0분입니다. 1~1440분이어야 합니다."], Problems(panel)));
    }

    [Fact]
    public async Task Saved_ByAnotherMeanwhile_IsKeptBesideWhatIsTyped()
    {
        var panel = Show();
        Type(panel, "on-delay-FlowRate", "20");
        var before = await Station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        var changed = ThresholdEditor.DraftOf(before).With(settings => settings with { OffDelayMinutes = 7 });
        var other = changed with { Reason = "quiet", Who = "Lee" };
        Assert.Empty(await Station.Get<ThresholdEditor>().SaveAsync(other, TestStation.Cancellation));
        Find(panel, "review-FlowRate").Click();
        Fill(panel, "reason-FlowRate", "slow line");
        Fill(panel, "who-FlowRate", "Kim");
        Find(panel, "save-FlowRate").Click();
        panel.WaitForAssertion(
            () => Assert.Equal(
                [ProblemTexts.English(new Problem("threshold.overtaken", new Phrase("threshold.person", "Lee"), 1))], Problems(panel)));
        Find(panel, "save-FlowRate").Click();
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid='save-FlowRate']")));
        var current = await Station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal((2, 20, 7), (current.Version, current.Settings.OnDelayMinutes, current.Settings.OffDelayMinutes));
    }

    /// <summary>What the page offers is tried first, then put in force; the criteria stay.</summary>
    [Fact]
    public async Task Values_OfAnotherShape_AreOfferedTheirOwnPercentiles()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 20 * 1440).Select(
            _ => (random.NextDouble() < 0.06 ? 150 : 100) + (10 * random.NextDouble()))];
        await Station.StoreAsync(sensor, 28_000_000, values);
        await Station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        var panel = Show();
        Assert.Contains("does not fit this sensor.", Find(panel, "distribution-advice-FlowRate").TextContent, StringComparison.Ordinal);
        var before = Find(panel, "preview-FlowRate").TextContent;
        Find(panel, "try-own-percentiles-FlowRate").Click();
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid='distribution-advice-FlowRate']")));
        Assert.NotEqual(before, Find(panel, "preview-FlowRate").TextContent);
        Find(panel, "review-FlowRate").Click();
        Assert.Contains("the sensor's own history", Find(panel, "review-of-FlowRate").TextContent, StringComparison.Ordinal);
        Fill(panel, "reason-FlowRate", "a pump");
        Fill(panel, "who-FlowRate", "Kim");
        Find(panel, "save-FlowRate").Click();
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid='save-FlowRate']")));
        Assert.Equal(
            ValueDistribution.Empirical,
            (await Station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation)).Settings
                .Distribution);
        Assert.Equal(1, await Station.QueryAsync(db => db.Criteria.CountAsync(TestStation.Cancellation)));
    }

    /// <summary>Criteria of data given at set-up know no percentiles of their own: that is said, also where they are wanted.</summary>
    [Fact]
    public async Task OwnPercentiles_NotKnown_AreSaidToBeMissing()
    {
        double[] initial = [.. Enumerable.Range(0, 2000).Select(i => i % 20 == 0 ? 200.0 : 100)];
        await Station.Get<CriteriaBuilder>().BuildFromInitialDataAsync(
            sensor.Key, Quantity.FlowRate, initial, TestStation.Cancellation);
        await Station.StoreAsync(sensor, 28_000_000, initial);
        var panel = Show();
        Assert.Contains(
            "do not know the sensor's own percentiles", Find(panel, "distribution-advice-FlowRate").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[data-testid='try-own-percentiles-FlowRate']"));
        Assert.Empty(panel.FindAll("[data-testid='no-own-percentiles-FlowRate']"));
        var draft = ThresholdEditor.DraftOf(
            await Station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        await panel.InvokeAsync(() => panel.FindComponent<ThresholdFields>().Instance.Edited.InvokeAsync(
            draft with { Settings = draft.Settings with { Distribution = ValueDistribution.Empirical } }));
        Find(panel, "no-own-percentiles-FlowRate");
    }

    /// <summary>The level has risen since the criteria were built: their own percentiles do not mend that, and say so.</summary>
    [Fact]
    public async Task Values_AtAnotherLevel_AreToldToBeOthers()
    {
        var random = new Random(4);
        await Station.StoreAsync(sensor, 28_000_000, [.. Enumerable.Range(0, 10 * 1440).Select(_ => 100 + (10 * random.NextDouble()))]);
        await Station.Get<CriteriaBuilder>().RebuildAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        await Station.StoreAsync(
            sensor, 28_014_400, [.. Enumerable.Range(0, 10 * 1440).Select(_ => 108 + (10 * random.NextDouble()))]);
        var panel = Show();
        Assert.Contains("Build them anew below.", Find(panel, "distribution-advice-FlowRate").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[data-testid='try-own-percentiles-FlowRate']"));
        var draft = ThresholdEditor.DraftOf(
            await Station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation));
        await panel.InvokeAsync(() => panel.FindComponent<ThresholdFields>().Instance.Edited.InvokeAsync(
            draft with { Settings = draft.Settings with { Distribution = ValueDistribution.Empirical } }));
        panel.WaitForAssertion(() => Assert.Contains(
            "By the sensor's own percentiles", Find(panel, "distribution-advice-FlowRate").TextContent, StringComparison.Ordinal));
    }

    private IRenderedComponent<ThresholdPanel> Show() => setup.Context.Render<ThresholdPanel>(
        parameters => parameters.Add(panel => panel.Sensor, sensor).Add(panel => panel.Quantity, Quantity.FlowRate)
            .Add(panel => panel.SensorCount, 1));

    private static IElement Find(IRenderedComponent<ThresholdPanel> panel, string testId) =>
        panel.WaitForElement($"[data-testid='{testId}']");

    private static void Type(IRenderedComponent<ThresholdPanel> panel, string testId, string text)
    {
        // Leaving the field ends the wait for more to be typed.
        Find(panel, testId).Input(text);
        Find(panel, testId).Blur();
    }

    private static void Fill(IRenderedComponent<ThresholdPanel> panel, string testId, string text) => Find(panel, testId).Input(text);

    private static IEnumerable<string> Problems(IRenderedComponent<ThresholdPanel> panel) =>
        panel.FindAll("[data-testid='threshold-problem-FlowRate']").Select(problem => problem.TextContent);
}
