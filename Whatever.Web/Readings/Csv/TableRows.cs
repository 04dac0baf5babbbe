using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>Lines among the rows of a table that are no rows: empty ones, comments, its header once more.</summary>
internal static class TableRows
{
    /// <param name="row">Looked at only once it cannot be read.</param>
    /// <param name="plan">Of the file.</param>
    /// <param name="hasRows">Whether a row was read before it.</param>
    /// <exception cref="UnreadableCsvException">What stands below is another table.</exception>
    public static bool IsNone(CsvReader row, ReadingPlan plan, bool hasRows)
    {
        var isEmpty = true;
        for (var field = 0; field < row.FieldCount; field++)
        {
            isEmpty &= row.IsEmpty(field);
        }

        RefuseOtherMeter(row, plan, hasRows);
        return isEmpty || row.RawRecord is [(byte)'#', ..] || IsHeaderAgain(row, plan);
    }

    /// <summary>A line between rows that says <c>Meter: B2</c> begins the rows of another meter.</summary>
    /// <exception cref="UnreadableCsvException">It is one.</exception>
    private static void RefuseOtherMeter(CsvReader row, ReadingPlan plan, bool hasRows)
    {
        if (hasRows && Enumerable.Range(0, row.FieldCount).Where(field => !row.IsEmpty(field)).ToList() is [var only]
            && row.GetString(only).Trim('#', ' ', '\t', '"') is var text && ColumnWords.NamesTag(text))
        {
            throw new UnreadableCsvException(new Problem("csv.other-meter", CsvFile.LineOf(row, plan.Layout), Excerpt.Of(text)));
        }
    }

    /// <summary>A header of other columns begins another table, whose rows are not to be read by this one's.</summary>
    private static bool IsHeaderAgain(CsvReader row, ReadingPlan plan)
    {
        if (plan.Layout.HeaderLine == 0 || row.FieldCount <= plan.Time.Column
            || row.GetString(plan.Time.Column).Trim() != plan.Layout.Columns[plan.Time.Column])
        {
            return false;
        }

        var fields = Math.Min(row.FieldCount, plan.Layout.Columns.Count);
        var isSame = Enumerable.Range(0, fields).All(field => row.GetString(field).Trim() == plan.Layout.Columns[field]);
        return isSame ? true : throw new UnreadableCsvException(
            new Problem("csv.other-header", CsvFile.LineOf(row, plan.Layout), plan.Layout.HeaderLine));
    }
}
