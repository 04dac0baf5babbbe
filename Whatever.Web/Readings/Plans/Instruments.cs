using Whatever.Model.Series;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// FIT-01, PT101, FQI 3, DMA7_Q: letters of instruments by ISA 5.1, and those that formulas use. They propose and prove nothing.
/// </summary>
internal static class Instruments
{
    private static readonly HashSet<string> Counters = ["fq", "fqi", "fqit", "fiq", "fqr"];
    private static readonly HashSet<string> Flows = ["fit", "ft", "fi", "fic", "fir", "firc"];
    private const string Acidity = "ph";
    private static readonly HashSet<string> Pressures = ["pit", "pt", "pi", "pic", "pir", "pirc"];

    /// <summary>Level_ft is in feet.</summary>
    private static readonly HashSet<string> Lengths =
        ["level", "depth", "stage", "head", "height", "elevation", "length", "distance", "npsh", "tank", "wasserstand", "füllstand"];

    /// <summary>A level or a loss of head may be said in meters of water, and is no pressure of a main.</summary>
    public static bool IsOfLength(ColumnName name) =>
        name.Words.Any(Lengths.Contains) || name.Plain.Contains("수위", StringComparison.Ordinal);

    /// <summary>What a name may be; null where its letters say nothing.</summary>
    public static (Quantity? Quantity, bool IsCounter) Of(ColumnName name)
    {
        // A thermometer of platinum.
        var letters = name.Words.Where(word => word is not ("pt100" or "pt500" or "pt1000"))
            .Select(word => word.TrimEnd([.. "0123456789"])).Where(word => word.Length > 0).ToList();
        return letters.Exists(Lengths.Contains) || name.Plain == Acidity ? (null, false)
            : letters.Exists(Counters.Contains) ? (Quantity.FlowRate, true)
            : letters.Exists(Flows.Contains) || Stands(letters, "q") ? (Quantity.FlowRate, false)
            : letters.Exists(Pressures.Contains) || Stands(letters, "p") ? (Quantity.Pressure, false)
            : (null, false);
    }

    private static bool Stands(List<string> letters, string letter) => letters.Count > 0 && (letters[0] == letter || letters[^1] == letter);
}
