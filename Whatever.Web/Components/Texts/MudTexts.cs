using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Whatever.Web.Components.Texts;

/// <summary>Gives the component library's own texts in the language of the page; what is not translated stays English.</summary>
internal sealed class MudTexts(IStringLocalizer<Text> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];

    public override LocalizedString this[string key, params object[] arguments] => texts[key, arguments];
}
