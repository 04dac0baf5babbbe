using System.Text;
using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>
/// Rows that are no reading but the mean or the sum of a day, among the rows of its minutes: one of them would overwrite a midnight. They
/// say it by a word, or by a date that has no time of day where the rows around it have one. Looked at only where a row stands out: at a
/// midnight, or out of the order of the file.
/// </summary>
internal sealed class SummaryRows
{
    private const int NearMinutes = 60;
    private const int LongestWord = 40;
    private const int RowsLookedAt = 1_500;
    private const int RowsApart = 16;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "mean", "average", "avg", "avg.", "sum", "total", "totals", "subtotal", "minimum", "maximum", "daily mean",
        "daily average", "daily avg", "daily total", "daily sum", "day mean", "day total", "mean of day", "summary",
        "mittel", "mittelwert", "summe", "gesamt", "tagesmittel", "tagesmittelwert", "tagessumme", "minimalwert", "maximalwert",
        "평균", "합계", "소계", "총계", "계", "최대", "최소", "일평균", "일합계", "일계", "평균값", "최댓값", "최솟값", "최대값", "최소값",
    };

    private readonly TimePlan time;
    private readonly int[] others;
    private bool[]? usual;
    private int rows;
    private int previous;
    private int before;
    private bool hasClocks;
    private bool wasAlone;

    public SummaryRows(ReadingPlan plan)
    {
        time = plan.Time;
        HashSet<int> used =
        [
            time.Column, time.ClockColumn, .. time.Parts?.Columns ?? [], plan.FlowRate?.Column ?? -1, plan.Pressure?.Column ?? -1,
            plan.FlowRate?.Quality?.Column ?? -1, plan.Pressure?.Quality?.Column ?? -1, plan.Tag?.Column ?? -1,
        ];
        others = [.. Enumerable.Range(0, plan.Layout.Columns.Count).Where(column => !used.Contains(column))];
    }

    /// <summary>Average, 합계: a row that it stands in is about other rows.</summary>
    public static bool IsWord(string text) => Words.Contains(text);

    /// <param name="row">A row whose time can be read.</param>
    /// <param name="minute">Of it.</param>
    /// <param name="local">As it stands there.</param>
    /// <returns>Why it is no reading; null where it is one.</returns>
    public Problem? Explain(CsvReader row, int minute, DateTime local)
    {
        if (usual is null)
        {
            usual = Array.ConvertAll(others, column => IsWord(row, column));
            (previous, before, hasClocks) = (minute, minute, local.TimeOfDay != TimeSpan.Zero);
            return null;
        }

        var isMidnight = local.TimeOfDay == TimeSpan.Zero;
        if (isMidnight || minute == previous || minute - previous > 0 != previous - before >= 0)
        {
            var isAlone = isMidnight && hasClocks && IsDateAlone(row);
            var problem = Word(row) ?? (isAlone && IsFar(minute)
                ? new Problem("csv.date-alone", Excerpt.Of(row.GetString(time.Column))).At("time")
                : null);
            if (problem is not null)
            {
                return problem;
            }

            wasAlone = isAlone;
        }

        hasClocks |= !isMidnight;
        NoteUsual(row);
        (before, previous) = (minute == previous ? before : previous, minute);
        return null;
    }

    /// <summary>Where such words stand among ordinary rows, they are about something else. Looked at now and then.</summary>
    private void NoteUsual(CsvReader row)
    {
        if (rows++ < RowsLookedAt || rows % RowsApart == 0)
        {
            for (var i = 0; i < others.Length; i++)
            {
                usual![i] |= IsWord(row, others[i]);
            }
        }
    }

    private Problem? Word(CsvReader row)
    {
        for (var i = 0; i < others.Length; i++)
        {
            if (!usual![i] && IsWord(row, others[i]))
            {
                return new Problem("csv.summary", Excerpt.Of(row.GetString(others[i]).Trim())).At("time");
            }
        }

        return null;
    }

    private static bool IsWord(CsvReader row, int column)
    {
        var text = column < row.FieldCount ? row.GetSpan(column).Trim(" \t"u8) : default;
        return text.Length is > 0 and <= LongestWord && text[0] > (byte)'9' && Words.Contains(Encoding.UTF8.GetString(text));
    }

    /// <summary>Some programs write a midnight without its zeros: such a row lies as far from the one before it as others do.</summary>
    private bool IsFar(int minute)
    {
        var distance = Math.Abs((long)minute - previous);
        return distance == 0 ? !wasAlone : distance > Math.Max(NearMinutes, Math.Abs((long)previous - before) * 3 / 2);
    }

    private bool IsDateAlone(CsvReader row)
    {
        var text = Encoding.UTF8.GetString(row.GetSpan(time.Column)).Trim();
        return time is { ClockColumn: < 0, Parts: null } && time.Kind switch
        {
            TimeKind.Written => TimeText.TryRead(text.AsSpan(), out var reading) && reading.Clock is null,
            TimeKind.SpreadsheetDays => text.All(char.IsAsciiDigit),
            _ => false,
        };
    }
}
