using Whatever.Model.Alarms;
using Whatever.Model.Simulation;

namespace Whatever.Tests.Model.Alarms.Monitor;

public sealed class SensorMonitorQuietTests
{
    private const int Stations = 3;
    private const int Days = 30;

    [Theory]
    [InlineData(NoiseCharacter.White, 1)]
    [InlineData(NoiseCharacter.Autoregressive, 1)]
    [InlineData(NoiseCharacter.HeavyTailed, 1)]
    [InlineData(NoiseCharacter.White, 5)]
    [InlineData(NoiseCharacter.White, 15)]
    [InlineData(NoiseCharacter.HeavyTailed, 60)]
    public void Run_NothingHappens_HardlyAnyAlarmAndNoneThatChatters(NoiseCharacter character, int interval)
    {
        var opened = new List<(int Station, AlarmChange Change)>();
        for (var station = 1; station <= Stations; station++)
        {
            opened.AddRange(
                MonitoredWater.Opened(MonitoredWater.Of(station, character, interval).Watch(Days)).Select(change => (station, change)));
        }

        Assert.InRange(opened.Count / (double)(Stations * Days), 0, 0.2);
        foreach (var (station, first) in opened)
        {
            var again = opened.Count(
                other => other.Station == station && (other.Change.Cause, other.Change.Quantity) == (first.Cause, first.Quantity)
                && other.Change.Minute >= first.Minute && other.Change.Minute < first.Minute + 60);
            Assert.InRange(again, 1, 2);
        }
    }
}
