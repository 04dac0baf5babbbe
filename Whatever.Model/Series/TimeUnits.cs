namespace Whatever.Model.Series;

/// <summary>How many minutes there are in longer units, where no clock is set to summer or back.</summary>
public static class MinutesPer
{
    /// <summary>60.</summary>
    public const int Hour = 60;

    /// <summary>1,440.</summary>
    public const int Day = HoursPer.Day * Hour;
}

/// <summary>How many hours there are in longer units, where no clock is set to summer or back.</summary>
public static class HoursPer
{
    /// <summary>24.</summary>
    public const int Day = 24;

    /// <summary>168.</summary>
    public const int Week = 7 * Day;
}
