using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Outliers;
using Whatever.Web.Alarms;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Judgements;

/// <summary>Says why something is not judged.</summary>
public static class JudgementWords
{
    public static string Of(IStringLocalizer<Text> texts, NotJudged missing) => missing.Reason switch
    {
        NotJudgedReason.NoValue => texts["no value"],
        NotJudgedReason.TooFewReadings => texts["too few readings: {0} of {1}", Count(missing.Have), Count(missing.Needed)],
        NotJudgedReason.NoForecast => texts["no forecast for this hour"],
        NotJudgedReason.NoBand => texts["the forecast of this hour has no band"],
        NotJudgedReason.TooFewNights => texts["too few nights: {0} of {1}", Count(missing.Have), Count(missing.Needed)],
        NotJudgedReason.NoRelation => texts["flow and pressure do not follow each other: drift is not judged"],
        NotJudgedReason.TooCoarse => texts["readings too far apart: bursts are not judged"],
        NotJudgedReason.SensorFault => texts["not judged while the sensor is at fault"],
        NotJudgedReason.NotYet => texts["not judged yet"],
        _ => throw new ArgumentOutOfRangeException(nameof(missing), missing.Reason, "Expected a reason that has words."),
    };

    private static string Count(int number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
