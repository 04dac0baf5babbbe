using Microsoft.Playwright;

namespace Whatever.Tests.Browser;

/// <summary>Waits for what a page shows in its own words.</summary>
internal static class PageConditions
{
    private const int LongestWait = 30_000;

    /// <summary>
    /// Until it is so, looked at with each frame. The page looks itself: the browser's own way of waiting evaluates texts, which the
    /// Content-Security-Policy of the station forbids.
    /// </summary>
    /// <param name="page">Which.</param>
    /// <param name="condition">An expression of JavaScript.</param>
    /// <param name="name">What is said where it never is.</param>
    public static Task UntilAsync(this IPage page, string condition, string name) => page.EvaluateAsync(
        $$"""
        name => new Promise((seen, fail) => {
            const end = performance.now() + {{LongestWait}};
            const look = () => ({{condition}}) ? seen() : performance.now() > end ? fail(new Error(name)) : requestAnimationFrame(look);
            look();
        })
        """, name);
}
