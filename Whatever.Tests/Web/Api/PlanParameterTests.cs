using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Whatever.Model.Problems;
using Whatever.Tests.Support;
using Whatever.Web.Api;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Api;

/// <summary>What can be said about a pushed file in its query.</summary>
public sealed class PlanParameterTests(RunningStation station)
{
    private const string Rows = "time,flow_rate,pressure\n2024-07-09 0:00,7,3\n2024-07-09 0:01,8,3\n";
    private const string Counts =
        "time,flow_rate\n2024-07-09 0:00,8997\n2024-07-09 0:01,8998\n2024-07-09 0:02,8999\n2024-07-09 0:03,0\n2024-07-09 0:04,1\n";

    private const string Volumes = "time,flow_rate\n2024-07-09 0:00,10\n2024-07-09 0:01,1\n2024-07-09 0:02,2\n";

    [Theory]
    [InlineData("header_line=7", "7")]
    [InlineData("header_line=x", "header_line is \"x\", expected 0 or more.")]
    [InlineData("separator=zz", "separator is \"zz\", expected ,, ;, | or tab.")]
    [InlineData("separator=;", "The first line is \"time,flow_rate,pressure\" and names")]
    [InlineData("counter_unit=furlong", "counter_unit is \"furlong\", expected")]
    [InlineData("counter_range=0", "counter_range is \"0\", expected more than 0.")]
    [InlineData("missing=-9999,x", "missing is \"x\", expected a number.")]
    [InlineData("time_pattern=%25", "is no pattern of times")]
    [InlineData("colour=blue", "colour is no parameter of a pushed file, expected")]
    [InlineData("feed=flow", "feed is no parameter of a pushed file, expected")]
    public async Task Parameter_ThatCannotBeHeeded_IsRefused(string query, string expected)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, query, Rows);
        Assert.True(status == 400, answer.GetRawText());
        Assert.Contains(expected, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing=7", Rows, "- 8")]
    [InlineData("header_line=0&time_column=1&flow_column=3&pressure_column=none", "a,b,c\n2024-07-09 0:00,7,3\n2024-07-09 0:01,8,4\n", "3 4")]
    [InlineData("separator=|", "time|flow_rate\n2024-07-09 0:00|7\n", "7")]
    [InlineData("time_column=1&time_pattern=HH'h'mm dd/MM/yyyy", "time,flow_rate\n00h00 09/07/2024,7\n00h01 09/07/2024,8\n", "7 8")]
    [InlineData("flow_kind=counter&counter_unit=m3&counter_range=9000", Counts, "60 60 60 60")]
    [InlineData("flow_kind=interval&interval_time=end&counter_unit=m3", Volumes, "600 60 120")]
    [InlineData("flow_kind=interval&interval_time=end&counter_unit=m3&interval_minutes=1", Volumes, "600 60 120")]
    [InlineData("flow_kind=counter&counter_unit=KL&counter_range=9000", Counts, "60 60 60 60")]
    public async Task Parameter_OfAFile_IsHeeded(string query, string rows, string flows)
    {
        var id = await station.AddSensorAsync();
        var (status, answer) = await PushAsync(id, query, rows);
        Assert.True(status == 200, answer.GetRawText());
        var stored = await station.GetAsync($"/api/v1/sensors/{id}/readings");
        Assert.EndsWith(
            flows, string.Join(' ', stored.EnumerateArray().Select(row => row.GetProperty("flow_rate"))
                .Select(flow => flow.ValueKind == JsonValueKind.Null ? "-" : flow.GetRawText())), StringComparison.Ordinal);
    }

    /// <summary>Each choice of the command line is one of a push as well, but for what belongs to other sensors.</summary>
    [Fact]
    public void Read_AnyChoice_IsKnown()
    {
        var names = typeof(PlanChoices.Names).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(name => (string)name.GetRawConstantValue()!).ToList();
        var problems = new List<Problem>();
        PlanParameters.Read(new QueryCollection(names.ToDictionary(name => name, _ => default(StringValues))), problems);
        Assert.Equal([PlanChoices.Names.Feed], problems.Select(problem => problem.Field));
    }

    private Task<(int Status, JsonElement Answer)> PushAsync(string id, string query, string rows) =>
        station.SendAsync(HttpMethod.Post, $"/api/v1/sensors/{id}/readings?{query}", rows, "text/csv");
}
