using System.Text.Json;
using Whatever.Tests.Support;

namespace Whatever.Tests.Web.Api;

public sealed class ThresholdApiTests(RunningStation station)
{
    [Fact]
    public async Task Thresholds_Saved_AreVersionsWithWhoAndWhy()
    {
        var path = await PathAsync();
        var defaults = Assert.Single((await station.GetAsync(path)).EnumerateArray());
        Assert.Equal(
            (0, true, 10, 0.0),
            (
                defaults.GetProperty("version").GetInt32(), defaults.GetProperty("in_force").GetBoolean(),
                defaults.GetProperty("no_data_minutes").GetInt32(), defaults.GetProperty("legitimate_night_use").GetDouble()));
        Assert.Equal(204, await PostAsync(path, """{"who":"Kim","reason":"a bakery","legitimate_night_use":12.5,"no_data_minutes":25}"""));
        Assert.Equal(204, await PostAsync(path, """{"who":"Lee","reason":"quiet","based_on":1,"tail":"both","interest":80}"""));
        var versions = await station.GetAsync(path);
        Assert.Equal(
            [(2, "Lee", 80.0, 12.5, 25), (1, "Kim", 90.0, 12.5, 25)],
            versions.EnumerateArray()
                .Select(
                    row =>
                        (
                            row.GetProperty("version").GetInt32(), row.GetProperty("changed_by").GetString(),
                            row.GetProperty("interest").GetDouble(),
                row.GetProperty("legitimate_night_use").GetDouble(), row.GetProperty("no_data_minutes").GetInt32())));
    }

    [Fact]
    public async Task Thresholds_Reverted_AskForWhoAndWhy()
    {
        var path = await PathAsync();
        Assert.Equal(204, await PostAsync(path, """{"who":"Kim","reason":"quiet","interest":80}"""));
        await station.AssertProblemAsync(400, "Say in a few words why", HttpMethod.Post, $"{path}/0/revert", """{"who":"Lee"}""");
        await station.AssertProblemAsync(400, "Say who you are", HttpMethod.Post, $"{path}/0/revert", """{"reason":"too quiet"}""");
        Assert.Equal(204, await PostAsync($"{path}/0/revert", """{"who":"Lee","reason":"too quiet"}"""));
        var newest = (await station.GetAsync(path))[0];
        Assert.Equal(
            (2, 90.0, "Back to version 0: too quiet"),
            (
                newest.GetProperty("version").GetInt32(), newest.GetProperty("interest").GetDouble(),
                newest.GetProperty("reason").GetString()));
        await station.AssertProblemAsync(404, "There is no version 9", HttpMethod.Post, $"{path}/9/revert", """{"who":"Lee","reason":"x"}""");
    }

    [Fact]
    public async Task Thresholds_LimitOfTheRange_StaysWhereItIsLeftOutAndIsClearedByNull()
    {
        var path = await PathAsync();
        foreach (var (change, lowest, highest) in new (string, double?, double?)[]
        {
            ("\"range_minimum\":5,\"range_maximum\":700", 5, 700), ("\"interest\":80", 5, 700),
            ("\"range_minimum\":null,\"interest\":null", null, 700),
            ("\"range_minimum\":6,\"range_maximum\":null", 6, null),
        })
        {
            Assert.Equal(204, await PostAsync(path, $$"""{"who":"Kim","reason":"test",{{change}}}"""));
            var saved = (await station.GetAsync(path))[0];
            Assert.Equal((lowest, highest), (LimitOf(saved, "range_minimum"), LimitOf(saved, "range_maximum")));
        }

        var newest = (await station.GetAsync(path))[0];
        Assert.Equal((80, "normal"), (newest.GetProperty("interest").GetDouble(), newest.GetProperty("distribution").GetString()));
        Assert.Equal(204, await PostAsync(path, """{"who":"Kim","reason":"a pump","distribution":"empirical"}"""));
        Assert.Equal("empirical", (await station.GetAsync(path))[0].GetProperty("distribution").GetString());
        var limits = (await station.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas")
            .GetProperty("ThresholdCommand").GetProperty("properties");
        Assert.Contains(
            "null clears it", limits.GetProperty("range_minimum").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.False(limits.TryGetProperty("has_range_minimum", out _));
    }

    /// <summary>None of them names a version: which of them are quicker is open, that nothing is wrong with the others is not.</summary>
    [Fact]
    public async Task Thresholds_SavedByManyAtOnce_AreSavedOrAConflict()
    {
        var path = await PathAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(path, $$"""{"who":"Kim","reason":"test","interest":{{60 + i}}}""")));
        Assert.All(answers, status => Assert.True(status is 204 or 409, $"{status}"));
        Assert.Equal(answers.Count(status => status == 204), (await station.GetAsync(path)).GetArrayLength());
    }

    [Fact]
    public async Task Thresholds_WhatCannotBe_IsAProblem()
    {
        var path = await PathAsync();
        await station.AssertProblemAsync(400, "The time without data is 0 minutes, expected 1 to 1440.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","no_data_minutes":0}""");
        await station.AssertProblemAsync(400, "A burst may be found falsely once in 1 days, expected 2 to 365.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","burst_once_in_days":1}""");
        await station.AssertProblemAsync(400, "The legitimate night use is -1, expected 0 or more.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","legitimate_night_use":-1}""");
        await station.AssertProblemAsync(400, "Say in a few words why", HttpMethod.Post, path, """{"who":"Kim","interest":80}""");
        await station.AssertProblemAsync(400, "nightuse is no field of this request, expected who, reason,", HttpMethod.Post, path, """{"who":"Kim","reason":"x","nightuse":1}""");
        await station.AssertProblemAsync(400, "tail is 7, expected upper, lower or both.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","tail":7}""");
        await station.AssertProblemAsync(400, "context is \"week\", expected all_hours, hour_of_day or hour_of_week.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","context":"week"}""");
        await station.AssertProblemAsync(400, "distribution is \"own\", expected normal or empirical.", HttpMethod.Post, path, """{"who":"Kim","reason":"x","distribution":"own"}""");
        Assert.Equal(204, await PostAsync(path, """{"who":"Kim","reason":"quiet","interest":80}"""));
        await station.AssertProblemAsync(400, "There is no version 9", HttpMethod.Post, path, """{"who":"Lee","reason":"x","based_on":9,"interest":85}""");
        await station.AssertProblemAsync(409, "Kim saved version 1 meanwhile", HttpMethod.Post, path, """{"who":"Lee","reason":"x","based_on":0,"interest":85}""");
        await station.AssertProblemAsync(
            404, "expected flow_rate or pressure", HttpMethod.Get, path.Replace("flow_rate", "depth", StringComparison.Ordinal));
        await station.AssertProblemAsync(404, "There is no sensor nobody", HttpMethod.Get, "/api/v1/sensors/nobody/thresholds/flow_rate");
    }

    [Fact]
    public async Task Thresholds_SeveralThingsWrong_AreNamedByCodeAndField()
    {
        var (status, answer) = await station.SendAsync(
            HttpMethod.Post, await PathAsync(), """{"who":"Kim","interest":10,"on_delay_minutes":0}""");
        Assert.Equal(
            (400, "threshold.out-of-range", "interest"),
            (status, answer.GetProperty("code").GetString(), answer.GetProperty("field").GetString()));
        Assert.Equal(
            [("threshold.out-of-range", "interest"), ("settings.delay", "on_delay_minutes"), ("threshold.reason-missing", "reason")],
            answer.GetProperty("errors").EnumerateArray()
                .Select(error => (error.GetProperty("code").GetString(), error.GetProperty("field").GetString())));
        Assert.Equal(
            answer.GetProperty("detail").GetString(),
            string.Join(" ", answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("detail").GetString())));
    }

    private static double? LimitOf(JsonElement version, string name) =>
        version.GetProperty(name) is { ValueKind: JsonValueKind.Number } limit ? limit.GetDouble() : null;

    private async Task<string> PathAsync() => $"/api/v1/sensors/{await station.AddSensorAsync()}/thresholds/flow_rate";

    private async Task<int> PostAsync(string path, string body) => (await station.SendAsync(HttpMethod.Post, path, body)).Status;
}
