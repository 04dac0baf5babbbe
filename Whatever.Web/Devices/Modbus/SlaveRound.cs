using Whatever.Web.Domain;

namespace Whatever.Web.Devices.Modbus;

/// <summary>
/// Asks every slave of a link in a minute. Those that answered last come first, and what they say is stored before another one is waited
/// for: a slave that is silent or speaks noise costs the others nothing but its timeout, and less and less often.
/// </summary>
internal sealed class SlaveRound(DeviceSetup device, SlaveAsker asker, DeviceStore store, DeviceStates states, TimeProvider time)
{
    private readonly Slave[] slaves =
        [.. device.Points.GroupBy(point => point.Place.Unit).Select(group => new Slave(group.Key, [.. group]))];

    public async Task RunAsync(int minute, CancellationToken stopping)
    {
        var again = new List<Slave>();
        foreach (var slave in slaves.Where(slave => slave.IsDue(minute)).OrderBy(slave => slave.Failures).ToList())
        {
            if (slave.Failures > 0 && IsOver(minute))
            {
                break;
            }

            if (!await TryAsync(slave, minute, stopping))
            {
                if (slave.Failures == 0)
                {
                    again.Add(slave);
                }

                GiveUp(slave, minute);
            }
        }

        // A frame that was lost on the way is asked for once more, when all others had their turn.
        foreach (var slave in again.TakeWhile(_ => !IsOver(minute)))
        {
            await TryAsync(slave, minute, stopping);
        }
    }

    private bool IsOver(int minute) => StationClock.MinuteOf(time.GetUtcNow()) > minute;

    private void GiveUp(Slave slave, int minute)
    {
        slave.GiveUp(minute);
        Show(slave, 0);
    }

    /// <returns>False where there is no use in asking for more.</returns>
    private async Task<bool> TryAsync(Slave slave, int minute, CancellationToken stopping)
    {
        var samples = new List<Sample>();
        var isThere = true;
        var answers = 0;
        ModbusException? refusal = null;
        foreach (var request in slave.RequestsAt(minute).TakeWhile(_ => isThere))
        {
            try
            {
                slave.Asked();
                var values = await asker.AskAsync(slave.Unit, request, stopping);
                samples.AddRange(request.Points.Zip(values, (point, value) => new Sample(point.Id, value, TimeWithin(minute))));
                slave.Answered();
                answers++;
            }
            catch (ModbusException failure) when (!failure.IsAway)
            {
                refusal = failure;
                slave.Refused();
            }
            catch (ModbusException failure)
            {
                slave.Failed(failure, time.GetUtcNow());
                isThere = false;
            }
        }

        if (isThere)
        {
            slave.Settle(refusal, time.GetUtcNow());
        }

        if (samples.Count > 0)
        {
            await store.StoreAsync(device.Id, samples, progress: null, stopping);
        }

        Show(slave, answers);
        return isThere;
    }

    /// <summary>What is asked late because others had to be waited for is of this minute still.</summary>
    private DateTimeOffset TimeWithin(int minute)
    {
        var (now, last) = (time.GetUtcNow(), StationClock.InstantOf(minute + 1).AddMilliseconds(-1));
        return now < last ? now : last;
    }

    private void Show(Slave slave, int answers) => states.Change(device.Id, state => state with
    {
        Received = state.Received + answers,
        Slaves = state.Slaves.SetItem(slave.Unit, slave.Figures),
    });
}
