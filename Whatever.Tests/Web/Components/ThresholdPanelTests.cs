using AngleSharp.Dom;
using Bunit;
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
            .Share<CriteriaBuilder>().Share<IBackgroundWork>().Share<UploadStore>();
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
