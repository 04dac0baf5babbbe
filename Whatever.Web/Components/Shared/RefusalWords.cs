using Microsoft.Extensions.Localization;
using Whatever.Web.Components.Texts;

namespace Whatever.Web.Components.Shared;

/// <summary>Says in the language of the page why something was not done; the names of settings in it as well.</summary>
public static class RefusalWords
{
    private static readonly string[] Names = ["interest", "caution", "alert", "serious", "on-delay", "off-delay"];

    public static string Say(IStringLocalizer<Text> texts, FormattableString refusal) => texts[
        refusal.Format,
        [
            .. refusal.GetArguments()
                .Select(argument => argument is string name && Names.Contains(name) ? texts[$"setting {name}"].Value : argument ?? "")]];
}
