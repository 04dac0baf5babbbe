using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Whatever.Web.Components.Layout;

/// <summary>What a person chose lives in the address, so that it can be kept, shared and gone back to.</summary>
public static class PageAddress
{
    private static readonly string[] Kept = ["sensor", "range"];

    public static string? SensorOf(string uri) => Query(uri).GetValueOrDefault("sensor");

    /// <summary>Another page with the same sensor and range.</summary>
    public static string Keep(string path, string uri)
    {
        var query = Query(uri).Where(pair => Kept.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        return QueryHelpers.AddQueryString(path, query);
    }

    /// <summary>The same page for another sensor; an alarm belongs to one, so from its page it is the list of the other's.</summary>
    public static string Choose(NavigationManager navigation, string? sensor)
    {
        const string OfOneAlarm = "alarms/";
        return navigation.ToBaseRelativePath(navigation.Uri).StartsWith(OfOneAlarm, StringComparison.Ordinal)
            ? QueryHelpers.AddQueryString("/alarms", new Dictionary<string, string?> { ["sensor"] = sensor, ["only"] = "1" })
            : navigation.GetUriWithQueryParameter("sensor", sensor);
    }

    private static Dictionary<string, string> Query(string uri) =>
        QueryHelpers.ParseQuery(new Uri(uri).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
}
