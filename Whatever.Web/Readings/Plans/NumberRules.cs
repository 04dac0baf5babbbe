using Whatever.Model.Problems;

namespace Whatever.Web.Readings.Plans;

/// <summary>
/// How the numbers of the file are written: which sign is the decimal one, and whether others stand between groups of three.
/// </summary>
internal static class NumberRules
{
    /// <summary>Of 9.7.2024.</summary>
    private const int ShortestDottedDate = 6;

    public static IReadOnlyDictionary<int, NumberForm> Decide(
        PlanColumns columns, QuantityRoles roles, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
    {
        var used = new[] { roles.Flow, roles.Pressure }.Where(column => column >= 0).Distinct().Select(column => columns[column]).ToList();
        return used.ToDictionary(column => column.Index, column => FormOf(column, used, columns, context, notes, ask));
    }

    private static NumberForm FormOf(
        PlanColumn column, List<PlanColumn> all, PlanColumns columns, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
    {
        var numbers = column.Evidence.Numbers;
        if (context is { Said.DecimalComma: null, Choices.DecimalComma: { } saved })
        {
            AskWhereUnlike(column, saved, ask);
        }

        var comma = context.Choices.DecimalComma ?? IsComma(column, all, columns, notes, ask);
        if (context.Choices.DecimalComma is { } chosen)
        {
            notes.Add(chosen ? new Phrase("plan.comma-chosen", column.Shown) : new Phrase("plan.point-chosen", column.Shown));
        }

        var hasThousands = numbers.HasGroups || (comma ? numbers.HasOpenPoint : numbers.HasOpenComma);
        if (hasThousands)
        {
            notes.Add(new Phrase("plan.thousands", column.Shown));
        }

        return new NumberForm(comma, hasThousands, numbers.Unit);
    }

    /// <summary>Earlier files had another sign, or this one has but numbers that may be either.</summary>
    private static void AskWhereUnlike(PlanColumn column, bool comma, Action<Problem?> ask)
    {
        var numbers = column.Evidence.Numbers;
        var other = comma ? numbers.Point : numbers.Comma;
        var open = comma ? numbers.HasOpenPoint && numbers.Comma is null : numbers.HasOpenComma && numbers.Point is null;
        if (other is not null)
        {
            ask(new Problem("plan.decimal-unlike", column.Shown, other.Text, other.Line).At(PlanChoices.Names.DecimalSign));
        }
        else if (open)
        {
            ask(new Problem("plan.decimal", column.Shown, numbers.Open!.Text, numbers.Open.Line).At(PlanChoices.Names.DecimalSign));
        }
    }

    private static bool IsComma(
        PlanColumn column, List<PlanColumn> all, PlanColumns columns, List<Phrase> notes, Action<Problem?> ask)
    {
        var numbers = column.Evidence.Numbers;
        if (numbers is { Comma: { } comma, Point: { } point })
        {
            ask(new Problem("plan.decimal-both", column.Shown, comma.Text, comma.Line, point.Text, point.Line)
                .At(PlanChoices.Names.DecimalSign));
            return false;
        }

        if (numbers.Comma is not null || numbers.Point is not null)
        {
            return Note(column, numbers, numbers.Comma is not null, notes);
        }

        // The other column of the file was written by the same program.
        if (numbers.Open is { } open && all.Find(other => other != column && HasOneSign(other.Evidence.Numbers)) is { } sure)
        {
            return Note(column, sure.Evidence.Numbers, sure.Evidence.Numbers.Comma is not null, notes);
        }

        // Who separates fields by commas writes decimal points; three digits behind every point are as many decimals as the program writes.
        if (numbers.HasOpenComma || (numbers.HasOpenPoint
            && ((numbers.HasMixedLengths && columns.Layout.Separator != ',')
                || (columns.Layout.Separator == ';' && columns.Any(HoldsDottedDates)))))
        {
            ask(new Problem("plan.decimal", column.Shown, numbers.Open!.Text, numbers.Open.Line).At(PlanChoices.Names.DecimalSign));
        }

        return false;
    }

    /// <summary>Who writes 09.07.2024 may well write a thousand as 1.000.</summary>
    private static bool HoldsDottedDates(PlanColumn column) => column.Evidence.Texts.FirstOrDefault() is { } text
        && text.Length >= ShortestDottedDate && text.AsSpan(0, ShortestDottedDate) is [>= '0' and <= '9', ..]
        && text.AsSpan(0, ShortestDottedDate).Count('.') == 2;

    private static bool HasOneSign(NumberEvidence numbers) => numbers.Comma is null != numbers.Point is null;

    private static bool Note(PlanColumn column, NumberEvidence proof, bool comma, List<Phrase> notes)
    {
        // That a point is one is nothing to speak of.
        if (comma)
        {
            notes.Add(new Phrase("plan.comma", column.Shown, proof.Comma!.ToProof()));
        }

        return comma;
    }
}
