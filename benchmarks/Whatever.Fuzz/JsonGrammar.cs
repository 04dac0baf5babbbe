using System.Globalization;

namespace Whatever.Fuzz;

/// <summary>Bodies in each form that a push may have.</summary>
internal static class JsonGrammar
{
    private static readonly string[] Names =
    [
        "time", "timestamp", "ts", "flow_rate", "flow", "flowrate", "pressure", "sensor_id", "values", "quality", "q", "isbad", "status",
        "unit", "flow_rate_unit", "pressure_unit", "flow_quality", "품질", "TIME", "Flow_Rate", "a", "", "\\ud800", "\ue000", "n", "bn",
        "v", "value",
    ];

    private static readonly string[] Ids = ["sensor_01", "pump-2", "locked", "nobody", "", "\\udfff", "SENSOR_01"];

    public static string Make(FuzzRandom random) => random.Below(8) switch
    {
        0 => Row(random),
        1 or 2 => $"[{Join(Row, ",", random)}]",
        3 => Join(Row, "\n", random),
        4 => $"{{\"flow\":[{Join(Value, ",", random)}],\"pressure\":[{Join(Value, ",", random)}],"
            + $"\"{random.Pick(Names)}\":{Plain(random)}}}",
        5 => $"{{\"{random.Pick(Ids)}\":[{Join(Row, ",", random)}],\"{random.Pick(Ids)}\":[{Join(Row, ",", random)}]}}",
        6 => $"[{Join(Record, ",", random)}]",
        _ => $"[{Join(Row, ",", random)},[{Row(random)}],null,1]",
    };

    private static string Join(Func<FuzzRandom, string> make, string separator, FuzzRandom random) =>
        string.Join(separator, Enumerable.Range(0, random.OneIn(30) ? random.Below(40) : random.Below(4)).Select(_ => make(random)));

    private static string Row(FuzzRandom random) => random.OneIn(3)
        ? $"{{\"{random.Pick(["time", "ts", "timestamp"])}\":{Time(random)},\"sensor_id\":\"{random.Pick(Ids)}\",\"values\":"
            + $"{{\"flow_rate\":{Number(random)},\"pressure\":{Number(random)}}}{Extra(random)}}}"
        : $"{{\"sensor_id\":\"{random.Pick(Ids)}\",\"time\":{Time(random)},\"flow_rate\":{Number(random)},\"pressure\":{Number(random)}"
            + $"{Extra(random)}}}";

    private static string Extra(FuzzRandom random) => random.OneIn(2) ? "" : $",\"{random.Pick(Names)}\":{Plain(random)}";

    private static string Value(FuzzRandom random) =>
        $"{{\"{random.Pick(["ts", "time"])}\":{Time(random)},\"{random.Pick(["value", "v"])}\":{Number(random)}{Extra(random)}}}";

    private static string Record(FuzzRandom random) => random.OneIn(3)
        ? $"{{\"bn\":\"urn:dev:{random.Pick(Ids)}:\",\"bt\":{Number(random)},\"bv\":{Number(random)},\"n\":\"flow_rate\","
            + $"\"v\":{Number(random)}}}"
        : $"{{\"n\":\"{random.Pick(["flow", "pressure", "sensor_01.flow", "x", "", "pump-2:pressure"])}\",\"t\":{Number(random)},"
            + $"\"{random.Pick(["v", "vs", "vb", "u", "bn"])}\":{Plain(random)}}}";

    private static string Time(FuzzRandom random) => random.Below(8) switch
    {
        0 => JsonValues.Any(random),
        1 => random.Pick(["1717200000", "1717200000000", "1717200000000000", "1717200000000000000", "-1", "1e18", "1717200000.5"]),
        2 => "\"" + TextPieces.Number(random) + "\"",
        3 => "\"2024-06-01T00:00:00+09:00\"",
        _ => new DateTime(2024, 6, 1).AddMinutes(random.Below(3000)).ToString("\\\"yyyy-MM-ddTHH:mm:ss\\\"", CultureInfo.InvariantCulture),
    };

    private static string Number(FuzzRandom random) => random.OneIn(5) ? JsonValues.Any(random) : Amount(random);

    private static string Plain(FuzzRandom random) => random.OneIn(2) ? JsonValues.Any(random) : Amount(random);

    private static string Amount(FuzzRandom random) => (random.Below(100_000) / 100.0).ToString(CultureInfo.InvariantCulture);
}
