using System.Text;

namespace Whatever.Web.Devices.Mqtt;

/// <summary>Topic filters by section 4.7 of MQTT 5.0.</summary>
internal static class TopicFilter
{
    private const int LongestBytes = 65535;

    /// <summary>A + stands for a whole level, a # for all levels that are left.</summary>
    public static bool IsValid(string filter)
    {
        if (filter.Length == 0 || filter.Any(char.IsControl) || Encoding.UTF8.GetByteCount(filter) > LongestBytes)
        {
            return false;
        }

        var levels = filter.Split('/');
        return levels.All(level => level is "+" or "#" || level.IndexOfAny(['+', '#']) < 0) && !levels.SkipLast(1).Contains("#");
    }
}
