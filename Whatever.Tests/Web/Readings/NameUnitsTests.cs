using Whatever.Tests.Support;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Tests.Web.Readings;

/// <summary>Units in names of columns, with and without a sign before them.</summary>
public sealed class NameUnitsTests
{
    [Theory]
    [InlineData("Flow_L_s", "L/s")]
    [InlineData("Flow m3 h", "m³/h")]
    [InlineData("FlowLps", "L/s")]
    [InlineData("Flow_m3h", "m³/h")]
    [InlineData("FlowM3H", "m³/h")]
    [InlineData("FlowGPM", "gpm")]
    [InlineData("Flow_imp_gal_min", "imp gal/min")]
    [InlineData("Q_lps", "L/s")]
    [InlineData("Qm3h", "m³/h")]
    [InlineData("flowlps", "L/s")]
    [InlineData("유량_m3h", "m³/h")]
    [InlineData("유량CMD", "m³/d")]
    public async Task Import_FlowWithItsUnitInTheName_SaysTheUnitOfTheSensor(string name, string unit) =>
        Assert.Equal((unit, "kPa"), await UnitsAsync(name, "pressure"));

    [Theory]
    [InlineData("PressureBar", "bar")]
    [InlineData("Pressure_kPa", "kPa")]
    [InlineData("Pmbar", "mbar")]
    [InlineData("pressurebar", "bar")]
    [InlineData("수압MPa", "MPa")]
    [InlineData("P1bar", "bar")]
    public async Task Import_PressureWithItsUnitInTheName_SaysTheUnitOfTheSensor(string name, string unit) =>
        Assert.Equal(("m³/h", unit), await UnitsAsync("flow", name));

    [Theory]
    [InlineData("Flow_rate_s", "Pressure_barrel")]
    [InlineData("Flow_at", "Pressure_logged")]
    [InlineData("FlowCmd", "PressureAt1")]
    public async Task Import_WordThatEndsLikeAUnit_IsNone(string flow, string pressure) =>
        Assert.Equal(("m³/h", "kPa"), await UnitsAsync(flow, pressure));

    private static async Task<(string Flow, string Pressure)> UnitsAsync(string flow, string pressure)
    {
        await using var station = await TestStation.StartAsync();
        var sensor = await station.AddSensorAsync();
        await station.ImportAsync(sensor, $"time,{flow},{pressure}\n2024-03-01 0:00,1,2\n2024-03-01 0:01,2,3\n2024-03-01 0:02,1,2\n");
        Assert.Equal(3, (await station.ReadingsAsync(sensor)).Count(row => row is { FlowRate: not null, Pressure: not null }));
        await using var db = await station.OpenAsync();
        var stored = db.Sensors.Single(row => row.Key == sensor.Key);
        return (stored.FlowRateUnit, stored.PressureUnit);
    }

    /// <summary>Such a cell would be looked at once for each of its letters, all of it each time.</summary>
    [Theory]
    [InlineData("q")]
    [InlineData(" ")]
    [InlineData("m³ ")]
    public void Of_CellOfThousandsOfLetters_IsLittleWork(string letters)
    {
        var cell = "a" + string.Concat(Enumerable.Repeat(letters, 20_000)) + "b";
        ColumnName.Of("Flow");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(ColumnName.Of(cell).Unit);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }
}
