using Whatever.Model.Simulation;
using Whatever.Web.Commands;

namespace Whatever.Tests.Web.Commands;

public sealed class EventTextTests
{
    private static readonly DateTime From = new(2024, 1, 1);
    private static readonly DateTime To = new(2024, 1, 11);

    [Theory]
    [InlineData("burst@2024-01-09T03:00/6/0.2", SimulatedEventKind.Burst, 6, 0.2)]
    [InlineData("Slow-Leak@2024-01-01 00:00/300/0.1", SimulatedEventKind.SlowLeak, 300, 0.1)]
    [InlineData("gap@2024-01-10T23:59/0.5", SimulatedEventKind.Gap, 0.5, 0)]
    [InlineData("stuck-sensor@2024-01-02T00:00/1", SimulatedEventKind.StuckSensor, 1, 0)]
    [InlineData("stuck-sensor@2024-01-02T00:00/1/0.2", SimulatedEventKind.StuckSensor, 1, 0)]
    [InlineData("drift@2024-01-02T00:00/1/-0.3", SimulatedEventKind.Drift, 1, -0.3)]
    public void Parse_Event_GivesItsParts(string text, SimulatedEventKind kind, double hours, double share)
    {
        var parsed = EventText.Parse(text, From, To);
        Assert.Equal((kind, TimeSpan.FromHours(hours), share), (parsed.Kind, parsed.Duration, parsed.Magnitude));
        Assert.InRange(parsed.Start, From, To);
    }

    [Theory]
    [InlineData("burst", "expected kind@start/hours[/share] such as")]
    [
        InlineData(
            "flood@2024-01-09T03:00/1/1", "with the kind \"flood\", expected one of burst, slow-leak, stuck-sensor, gap, spike, drift.")]
    [InlineData("3@2024-01-09T03:00/1/1", "with the kind \"3\", expected one of burst")]
    [InlineData("burst@soon/6/0.2", "with the start \"soon\", expected a local time such as 2024-01-09T03:00.")]
    [InlineData("burst@2024-01-09T03:00+09:00/6/0.2", "with the start \"2024-01-09T03:00+09:00\", expected a local time")]
    [
        InlineData(
            "burst@2025-01-09T03:00/6/0.2",
            "with the start \"2025-01-09T03:00\", expected one in the span that is simulated, 2024-01-01T00:00 to 2024-01-10T23:59.")]
    [InlineData("burst@2023-12-31T23:59/6/0.2", "expected one in the span that is simulated")]
    [InlineData("burst@2024-01-11T00:00/6/0.2", "expected one in the span that is simulated")]
    [InlineData("burst@2024-01-09T03:00/0/0.2", "with the hours \"0\", expected more than 0 and at most 87840.")]
    [InlineData("burst@2024-01-09T03:00/-6/0.2", "with the hours \"-6\"")]
    [InlineData("burst@2024-01-09T03:00/NaN/0.2", "with the hours \"NaN\"")]
    [InlineData("burst@2024-01-09T03:00/Infinity/0.2", "with the hours \"Infinity\"")]
    [InlineData("burst@2024-01-09T03:00/1e300/0.2", "with the hours \"1e300\"")]
    [
        InlineData(
            "burst@2024-01-09T03:00/6", "with the share \"\", expected a share of the mean flow above 0 and at most 1000, such as 0.2.")]
    [InlineData("slow-leak@2024-01-09T03:00/6/-0.2", "with the share \"-0.2\", expected a share of the mean flow above 0")]
    [InlineData("burst@2024-01-09T03:00/6/NaN", "with the share \"NaN\"")]
    [InlineData("burst@2024-01-09T03:00/6/Infinity", "with the share \"Infinity\"")]
    [
        InlineData(
            "spike@2024-01-09T03:00/6/0",
            "with the share \"0\", expected a share of the mean flow other than 0, up or down, and at most 1000, such as 0.2.")]
    [InlineData("gap@2024-01-09T03:00/6/much", "with the share \"much\", expected none: gap takes no share.")]
    public void Parse_WhatCannotBe_IsRefusedWithASentence(string text, string expected)
    {
        var problem = Assert.Throws<CommandFailedException>(() => EventText.Parse(text, From, To));
        Assert.True(problem.IsUsage);
        Assert.StartsWith($"--event is {text}", problem.Message, StringComparison.Ordinal);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }
}
