using MudBlazor;

namespace Whatever.Web.Components.Layout;

/// <summary>Neutral greys and one quiet accent: saturated colour belongs to the stages.</summary>
internal static class StationTheme
{
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#35566e",
            Secondary = "#7a5ea8",
            Background = "#f7f9fa",
            Surface = "#ffffff",
            TextPrimary = "#1d262c",
            TextSecondary = "#5b6872",
            Success = "#35566e",
            Info = "#35566e",
            Warning = "#b84f06",
            Error = "#C62828",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9cc4de",
            PrimaryContrastText = "#12191e",
            Secondary = "#c3a8ee",
            Background = "#151b20",
            Surface = "#1b2329",
            TextPrimary = "#e6ecf0",
            TextSecondary = "#a3b0b9",
            Success = "#9cc4de",
            Info = "#9cc4de",
            Warning = "#FF9A4D",
            Error = "#FF6B6B",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
