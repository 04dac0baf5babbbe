namespace Whatever.Web.Domain;

/// <summary>Minutes that were more than a day old when they were stored: judged and shown, and nobody is told of them.</summary>
public static class History
{
    /// <summary>Readings older than this are history.</summary>
    public const int Minutes = 1440;

    /// <summary>For who asks that the target hears of all.</summary>
    public const int EverythingIsTold = int.MinValue;

    /// <summary>The first minute that is none.</summary>
    /// <param name="storedAt">When the readings are stored.</param>
    public static int ToldFrom(DateTimeOffset storedAt) => StationClock.MinuteOf(storedAt) - Minutes;
}
