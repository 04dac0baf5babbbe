using Whatever.Tests.Support;

namespace Whatever.Tests.Browser;

/// <summary>Finds Chromium, or installs it: from the distribution where that is possible, else through Playwright.</summary>
internal static class ChromiumFinder
{
    /// <summary>The shell first: it draws pages alone and no windows around them, which halves the time of these tests.</summary>
    private static readonly string[] Candidates =
    [
        "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/usr/bin/google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <returns>Null for the browser that Playwright installed itself.</returns>
    /// <exception cref="InvalidOperationException">There is none and none could be installed; the message says what to do.</exception>
    public static string? FindOrInstall()
    {
        if (Find() is { } found)
        {
            return found;
        }

        if (Distribution.CanInstall)
        {
            Distribution.Update();
            Distribution.Install("fonts-noto-cjk");

            // Not every distribution has it by itself.
            Distribution.Install("chromium-headless-shell");
            if (Find() is null)
            {
                Distribution.Install("chromium");
            }
        }

        return Find() ?? (Microsoft.Playwright.Program.Main(["install", "--only-shell", "chromium"]) == 0
            ? null
            : throw new InvalidOperationException(
                "No Chromium was found and none could be installed. Install the package chromium (or Google Chrome) and run the tests "
                    + "again."));
    }

    private static string? Find() => Candidates.FirstOrDefault(File.Exists);
}
