using System.Globalization;

namespace Whatever.Web.Components.Texts;

/// <summary>
/// The language that a page was opened in. A change that a job reports comes on the job's thread, which knows nothing of it:
/// without this a page would turn English when a reading arrives.
/// </summary>
public sealed class PageCulture
{
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo uiCulture = CultureInfo.CurrentUICulture;

    /// <summary>Holds for the asynchronous method that calls it.</summary>
    public void Apply() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
}
