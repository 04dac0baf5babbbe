using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Tests.Support;
using Whatever.Web.Components.Pages.Outliers;
using Whatever.Web.Components.Shared;
using Whatever.Web.Domain;
using Whatever.Web.Monitoring;
using Whatever.Web.Readings;

namespace Whatever.Tests.Web.Components;

/// <summary>The panel by itself, without a browser: what it does with what is typed and with what others save.</summary>
public sealed class ThresholdPanelTests : IAsyncLifetime
{
    private BunitContext context = null!;
    private TestStation station = null!;
    private Sensor sensor = null!;

    public async ValueTask InitializeAsync()
    {
        station = await TestStation.StartAsync();
        sensor = await station.AddSensorAsync();
        context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddLocalization().AddMudServices().AddScoped<PersonName>().AddTransient<CommandGuard>();
        context.Services.AddSingleton<TimeProvider>(station.Time).AddSingleton(station.Get<ThresholdEditor>())
            .AddSingleton(station.Get<ThresholdPreview>()).AddSingleton(station.Get<CriteriaStatus>())
            .AddSingleton(station.Get<CriteriaBuilder>()).AddSingleton(station.Get<IBackgroundWork>())
            .AddSingleton(station.Get<UploadStore>());
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await station.DisposeAsync();
    }

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
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ko");
        var panel = Show();
        Type(panel, "on-delay-FlowRate", "0");
        panel.WaitForAssertion(() => Assert.Equal(["발생 지연이 0분입니다. 1~1440분이어야 합니다."], Problems(panel)));
    }

    [Fact]
    public async Task Saved_ByAnotherMeanwhile_IsKeptBesideWhatIsTyped()
    {
        var panel = Show();
        Type(panel, "on-delay-FlowRate", "20");
        var before = await station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        var changed = ThresholdEditor.DraftOf(before).With(settings => settings with { OffDelayMinutes = 7 });
        var other = changed with { Reason = "quiet", Who = "Lee" };
        Assert.Empty(await station.Get<ThresholdEditor>().SaveAsync(other, TestStation.Cancellation));
        Find(panel, "review-FlowRate").Click();
        Fill(panel, "reason-FlowRate", "slow line");
        Fill(panel, "who-FlowRate", "Kim");
        Find(panel, "save-FlowRate").Click();
        panel.WaitForAssertion(
            () => Assert.Equal(
                [ProblemTexts.English(new Problem("threshold.overtaken", new Phrase("threshold.person", "Lee"), 1))], Problems(panel)));
        Find(panel, "save-FlowRate").Click();
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid='save-FlowRate']")));
        var current = await station.Get<ThresholdEditor>().CurrentAsync(sensor.Key, Quantity.FlowRate, TestStation.Cancellation);
        Assert.Equal((2, 20, 7), (current.Version, current.Settings.OnDelayMinutes, current.Settings.OffDelayMinutes));
    }

    private IRenderedComponent<ThresholdPanel> Show() => context.Render<ThresholdPanel>(
        parameters => parameters.Add(panel => panel.Sensor, sensor).Add(panel => panel.Quantity, Quantity.FlowRate)
            .Add(panel => panel.SensorCount, 1));

    private static IElement Find(IRenderedComponent<ThresholdPanel> panel, string testId) =>
        panel.WaitForElement($"[data-testid='{testId}']");

    private static void Type(IRenderedComponent<ThresholdPanel> panel, string testId, string text) => Find(panel, testId).Change(text);

    private static void Fill(IRenderedComponent<ThresholdPanel> panel, string testId, string text) => Find(panel, testId).Input(text);

    private static IEnumerable<string> Problems(IRenderedComponent<ThresholdPanel> panel) =>
        panel.FindAll("[data-testid='threshold-problem-FlowRate']").Select(problem => problem.TextContent);
}
