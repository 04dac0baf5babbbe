using System.Diagnostics.CodeAnalysis;
using Microsoft.Net.Http.Headers;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Csv;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Api;

/// <summary>The charset of a pushed text, by its names on the wire. Programs say UTF-8 without having looked: that one is found out.
/// </summary>
internal static class PushedCharset
{
    private static readonly Dictionary<string, string?> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = null,
        ["utf8"] = null,
        ["us-ascii"] = null,
        ["ascii"] = null,
        ["euc-kr"] = "CP949",
        ["ks_c_5601-1987"] = "CP949",
        ["cp949"] = "CP949",
        ["ms949"] = "CP949",
        ["windows-949"] = "CP949",
        ["uhc"] = "CP949",
        ["utf-16"] = "UTF-16LE",
        ["utf-16le"] = "UTF-16LE",
        ["utf-16be"] = "UTF-16BE",
        ["windows-1252"] = "Windows-1252",
        ["cp1252"] = "Windows-1252",
        ["iso-8859-1"] = "Windows-1252",
        ["iso-8859-15"] = "Windows-1252",
        ["latin1"] = "Windows-1252",
    };

    /// <param name="request">With a body of text.</param>
    /// <param name="choices">Gets the encoding, unless the query says one.</param>
    /// <param name="problem">That it is not known.</param>
    public static bool TryRead(HttpRequest request, ref PlanChoices choices, [NotNullWhen(false)] out Problem? problem)
    {
        problem = null;
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue
            ? HeaderUtilities.RemoveQuotes(type.Charset).Value!
            : "";
        if (charset.Length > 0 && !Names.ContainsKey(charset))
        {
            problem = new Problem("request.charset", Excerpt.Of(charset), Expected.OneOf([.. EncodingDetector.Names]));
            return false;
        }

        choices = choices with { Encoding = choices.Encoding ?? Names.GetValueOrDefault(charset) };
        return true;
    }
}
