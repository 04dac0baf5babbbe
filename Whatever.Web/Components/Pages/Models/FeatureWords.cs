using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Forecasting;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>What an input or output of a network is, in words.</summary>
internal static class FeatureWords
{
    public static string Of(IStringLocalizer<Text> texts, string? name) => name switch
    {
        FeatureNames.FlowRate => texts["Flow rate"],
        FeatureNames.Pressure => texts["Pressure"],
        FeatureNames.Value => texts["what is forecast"],
        FeatureNames.Hour => texts["Hour, 0 to 23"],
        FeatureNames.Weekday => texts["Weekday, 0 (Monday) to 6"],
        FeatureNames.Month => texts["Month, 1 to 12"],
        FeatureNames.Holiday => texts["Public holiday, 0 or 1"],
        FeatureNames.HourSin => texts["Hour, sine"],
        FeatureNames.HourCos => texts["Hour, cosine"],
        FeatureNames.WeekdaySin => texts["Weekday, sine"],
        FeatureNames.WeekdayCos => texts["Weekday, cosine"],
        FeatureNames.Constant => texts["Constant"],
        HeadDescription.Unused => texts["not used"],
        null => texts["not said"],
        _ => name,
    };

    public static string Of(IStringLocalizer<Text> texts, string name, FeatureSetting? setting) => string.Join(
        " · ",
        new[]
        {
            Of(texts, name), setting?.Constant?.ToString("R", CultureInfo.CurrentCulture),
            setting is { Offset: { } offset, Scale: { } scale }
                ? ScalerText.Of(texts, new ScalerDescription("fixed", offset, scale))
                : null,
        }.Where(part => part is not null));
}
