using Microsoft.Playwright;

namespace Whatever.Tests.Browser;

/// <summary>What a person does who has no mouse.</summary>
internal static class PageKeys
{
    /// <summary>Tab by tab, as a person does who has no mouse.</summary>
    public static async Task TabToAsync(this StationPage page, string testId)
    {
        const int far = 160;
        for (var tabs = 0; tabs < far; tabs++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<string?>("document.activeElement?.closest('[data-testid]')?.dataset.testid") == testId)
            {
                return;
            }
        }

        Assert.Fail($"{testId} was not reached by {far} tabs.");
    }

    /// <summary>Arrow by arrow to an option of a select.</summary>
    public static async Task ChooseByKeysAsync(this StationPage page, string testId, string value)
    {
        await page.TabToAsync(testId);
        var options = await page[testId].Locator("option").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");
        for (var presses = 0; presses < 2 * options.Length && await page[testId].InputValueAsync() is var now && now != value; presses++)
        {
            // Each step shows the rows anew, and the next one waits for them; one that falls between is made again.
            await page.Page.Keyboard.PressAsync(Array.IndexOf(options, value) > Array.IndexOf(options, now) ? "ArrowDown" : "ArrowUp");
            await Assertions.Expect(page[testId]).ToBeEnabledAsync();
            await page[testId].FocusAsync();
        }

        await Assertions.Expect(page[testId]).ToHaveValueAsync(value);
    }

    public static async Task PressByKeysAsync(this StationPage page, string testId)
    {
        await page.TabToAsync(testId);
        await page.Page.Keyboard.PressAsync("Enter");
    }
}
