using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Outliers;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Shared;

/// <summary>Says why something is not judged.</summary>
public static class VerdictWords
{
    public static string Of(IStringLocalizer<Text> texts, MissingVerdict missing) => missing.Reason switch
    {
        NoVerdict.NoValue => texts["no value"],
        NoVerdict.TooFewReadings => texts["too few readings: {0} of {1}", Count(missing.Have), Count(missing.Needed)],
        NoVerdict.NoForecast => texts["no forecast for this hour"],
        NoVerdict.NoBand => texts["the forecast of this hour has no band"],
        NoVerdict.TooFewNights => texts["too few nights: {0} of {1}", Count(missing.Have), Count(missing.Needed)],
        NoVerdict.NoRelation => texts["flow and pressure do not follow each other: drift is not judged"],
        NoVerdict.TooCoarse => texts["readings too far apart: bursts are not judged"],
        NoVerdict.SensorFault => texts["not judged while the sensor is at fault"],
        NoVerdict.NotYet => texts["not judged yet"],
        _ => throw new ArgumentOutOfRangeException(nameof(missing), missing.Reason, "Expected a reason that has words."),
    };

    private static string Count(int number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
