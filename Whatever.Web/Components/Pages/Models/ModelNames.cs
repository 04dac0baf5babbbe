using Microsoft.Extensions.Localization;
using Whatever.Model.Forecasting;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>What a model is called on the page.</summary>
internal static class ModelNames
{
    public static string Of(IStringLocalizer<Text> texts, string name) => name switch
    {
        MixModel.ReservedName => texts["Mix of baselines"],
        SeasonalModel.ReservedName => texts["Seasonal baseline"],
        _ => name,
    };
}
