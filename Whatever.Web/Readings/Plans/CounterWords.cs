using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>How counters of volume (totalizers) are called, in English, Korean and German.</summary>
internal static class CounterWords
{
    /// <summary>Nothing else is called so.</summary>
    private static readonly string[] Sure =
    [
        "totalizer", "totaliser", "totalized", "totalised", "cumulative", "accumulated", "accumulator", "counter", "volumeindex",
        "indexvolume", "meterreading", "meterindex", "zählerstand", "zaehlerstand", "zähler", "zaehler", "summenzähler", "mengenzähler",
        "적산", "누적", "누계", "지침", "검침",
    ];

    /// <summary>What a counter may be called, and the flow of a day or of two pipes as well.</summary>
    private static readonly string[] Possible =
        ["total", "totals", "sum", "summe", "gesamt", "gesamtmenge", "총유량", "총량"];

    /// <summary>A volume, of a counter or of an interval; no flow is called so.</summary>
    private static readonly string[] Volumes =
    [
        "volume", "volumen", "menge", "wassermenge", "consumption", "consumed", "usage", "used", "delivered", "verbrauch",
        "wasserverbrauch", "사용량", "소비량",
    ];

    /// <summary>Counted in it are no volumes.</summary>
    private static readonly string[] Others =
        ["hours", "hour", "stunden", "energy", "energie", "kwh", "mwh", "error", "alarm", "events", "시간"];

    /// <summary>0 where the name is none of a counter, 1 where it may be, 2 where it is.</summary>
    public static int Rank(ColumnName name)
    {
        if (ColumnWords.IsQuality(name) || ColumnWords.TimeRank(name) > 0 || name.Unit?.Quantity == Quantity.Pressure
            || Array.Exists(Others, name.Words.Contains))
        {
            return 0;
        }

        return Array.Exists(Sure, word => Says(name, word)) ? 2
            : Array.Exists(Possible, word => Says(name, word)) || IsVolume(name)
                || (name.Volume is not null && name.Words.Contains("index")) ? 1
            : 0;
    }

    /// <summary>Said to be a volume, whether its numbers rise or not.</summary>
    public static bool IsVolume(ColumnName name) => ColumnWords.FlowRank(name) == 0 && Array.Exists(Volumes, word => Says(name, word));

    /// <summary>Short words stand alone; long ones also within another, such as 순시적산유량.</summary>
    private static bool Says(ColumnName name, string word) => name.Words.Contains(word)
        || ((word.Length >= 9 || word[0] > '\u0FFF') && name.Plain.Contains(word, StringComparison.Ordinal));
}
