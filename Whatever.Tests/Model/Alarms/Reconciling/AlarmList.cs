using Whatever.Model.Alarms;
using Whatever.Model.Alarms.Reconciling;

namespace Whatever.Tests.Model.Alarms.Reconciling;

/// <summary>Stored alarms without a database.</summary>
internal static class AlarmList
{
    /// <summary>The alarms as commands leave them.</summary>
    public static List<StoredAlarm> CarryOut(IEnumerable<StoredAlarm> stored, IReadOnlyList<AlarmCommand> commands)
    {
        var alarms = stored.ToList();
        foreach (var command in commands)
        {
            if (command.Before is null)
            {
                alarms.Add(command.After);
            }
            else
            {
                alarms[alarms.FindIndex(alarm => ReferenceEquals(alarm, command.Before))] = command.After;
            }
        }

        return alarms;
    }

    /// <summary>What a person sees: alarms that were none do not count, whatever became of them on the way.</summary>
    public static List<string> Show(IEnumerable<StoredAlarm> alarms) =>
    [
        .. alarms.Where(alarm => alarm.Life.End != AlarmEnd.Withdrawn)
            .Select(alarm => $"{alarm.Channel.Name} {alarm.SinceMinute}..{alarm.ClearedMinute}, {alarm.Life.End}")
            .Order(StringComparer.Ordinal),
    ];
}
