using System.Globalization;
using System.Text.Json;
using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Readings;

/// <summary>
/// Whether pushed values are good, as the row says it. A value that is not is missing; a quality that is not understood is no guess, and a
/// status that is not, such as <c>online</c> or 0, is about something else.
/// </summary>
internal sealed class PushedQuality
{
    private const int LeastGoodCode = 192;
    private const int LargestGoodCode = 255;

    public PushedQuality(PushedFields fields)
    {
        var both = Judge(fields, PushedField.Quality) ?? Judge(fields, PushedField.Bad) ?? JudgeStatus(fields);
        Flow = both ?? Judge(fields, PushedField.FlowRateQuality);
        Pressure = both ?? Judge(fields, PushedField.PressureQuality);
    }

    /// <summary>Why the flow is missing; null where it is good.</summary>
    public Problem? Flow { get; }

    /// <summary>Likewise of the pressure.</summary>
    public Problem? Pressure { get; }

    /// <summary>What is not understood; null where all is.</summary>
    public Problem? Problem { get; private set; }

    private Problem? Judge(PushedFields fields, PushedField field)
    {
        if (fields.Find(field) is not { ValueKind: not JsonValueKind.Null } written)
        {
            return null;
        }

        var isGood = JudgeMark(fields, field, written) ?? written.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.Number => QualityCodes.Judge(TextOf(written)),
            _ => (bool?)null,
        };
        if (isGood is null)
        {
            Problem ??= new Problem("reading.quality", fields.NameOf(field), JsonProblems.Found(written), new Phrase("expected.quality"))
                .At(fields.NameOf(field));
        }

        return isGood == false ? Doubt(fields, field, written) : null;
    }

    /// <summary>Of isGood and isBad 1 and 0 are yes and no, as true and false are anywhere.</summary>
    private static bool? JudgeMark(PushedFields fields, PushedField field, JsonElement written)
    {
        var isMark = field == PushedField.Bad || QualityCodes.IsMark(fields.NameOf(field));
        bool? isSet = TextOf(written).Trim().ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            "1" or "Y" or "YES" when isMark => true,
            "0" or "N" or "NO" when isMark => false,
            _ => null,
        };
        return field == PushedField.Bad ? !isSet : isSet;
    }

    /// <summary>
    /// Of a status words of quality are understood, and of numbers only OPC's codes of good values: 0 is no fault to one device, bad to
    /// another and good to OPC UA, and other numbers are anything.
    /// </summary>
    private static Problem? JudgeStatus(PushedFields fields)
    {
        if (fields.Find(PushedField.Status) is not { ValueKind: not JsonValueKind.Null } written)
        {
            return null;
        }

        var text = TextOf(written).Trim();
        var isGood = double.TryParse(text, CultureInfo.InvariantCulture, out var code)
            ? code is >= LeastGoodCode and <= LargestGoodCode ? true : (bool?)null
            : written.ValueKind == JsonValueKind.String ? QualityCodes.Judge(text)
            : null;
        if (isGood is null)
        {
            fields.Ignore(PushedField.Status);
        }

        return isGood == false ? Doubt(fields, PushedField.Status, written) : null;
    }

    private static Problem Doubt(PushedFields fields, PushedField field, JsonElement written) =>
        new Problem("reading.bad-quality", fields.NameOf(field), Excerpt.Of(TextOf(written))).At(fields.NameOf(field));

    private static string TextOf(JsonElement written) =>
        written.ValueKind == JsonValueKind.String ? PushedFields.TextOf(written) : JsonProblems.Written(written);
}
