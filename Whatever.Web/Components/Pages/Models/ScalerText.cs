using System.Globalization;
using Microsoft.Extensions.Localization;
using Whatever.Model.Forecasting;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Pages.Models;

/// <summary>How values become the numbers of a network, in words.</summary>
public static class ScalerText
{
    public static string Of(IStringLocalizer<Text> texts, ScalerDescription scaler) => scaler switch
    {
        { Offset: null or 0, Scale: null or 1, Kind: "fixed" } => texts["no scaler: values go in as they are"],
        { Kind: "fixed" } =>
            texts["(value − offset) / scale, offset {0}, scale {1}", Number(scaler.Offset ?? 0), Number(scaler.Scale ?? 1)],
        _ => texts["(value − mean) / standard deviation of the days that it looks back"],
    };

    /// <summary>All digits: it is there to be compared with the scaler of the training.</summary>
    private static string Number(double number) => number.ToString("R", CultureInfo.CurrentCulture);
}
