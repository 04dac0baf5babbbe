using System.Text;
using CsvHelper;
using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Plans;

namespace Whatever.Web.Readings.Csv;

/// <summary>What became of a row.</summary>
public enum RowResult
{
    Good = 0,
    Rejected = 1,

    /// <summary>Of another tag: it is about something else.</summary>
    OtherTag = 2,

    /// <summary>No row at all: a comment, a header that stands there once more, separators alone.</summary>
    NoRow = 3,
}

/// <summary>Turns one row after the other into a minute and two values by the plan of the file, or says why it cannot be one.</summary>
public sealed class RowParser
{
    private const int HoursOfHalfDay = 12;
    private readonly ReadingPlan plan;
    private readonly int? latest;
    private readonly RowTime times;
    private readonly SummaryRows summaries;
    private readonly List<Problem> fieldProblems = [];
    private readonly (byte[]? Flow, byte[]? Pressure) tags;
    private int hoursSeen;
    private int previousMinute = int.MaxValue;

    /// <param name="plan">How the file is read.</param>
    /// <param name="latest">Later minutes are rejected; null where any time will do.</param>
    public RowParser(ReadingPlan plan, int? latest = null)
    {
        (this.plan, this.latest, times, summaries) = (plan, latest, new RowTime(plan.Time), new SummaryRows(plan));
        tags = (Bytes(plan.Tag?.Flow), Bytes(plan.Tag?.Pressure));
    }

    /// <summary>The UTC minute; where its local time stands twice, of the first time.</summary>
    public int Minute { get; private set; }

    /// <summary>How many minutes later the local time stands once more; 0 where it does not.</summary>
    public int RepeatsAfter { get; private set; }

    /// <summary>How far the time lies in its minute.</summary>
    public double Second { get; private set; }

    /// <summary>Of a counter its count.</summary>
    public double FlowRate { get; private set; }
    public double Pressure { get; private set; }

    /// <summary>The row is one of pressures alone, beside rows of flows.</summary>
    public bool IsPressureRow { get; private set; }

    /// <summary>Why the row was rejected; null where it was not.</summary>
    public Problem? Reason { get; private set; }

    /// <summary>Fields that are missing for a reason: they cannot be read, or are not good.</summary>
    public IReadOnlyList<Problem> FieldProblems => fieldProblems;

    /// <summary>The row does not fit into the plan, but would into another one.</summary>
    public bool Contradicts { get; private set; }

    /// <summary>The hours run from 12 to 1 twice a day and never beyond 12: AM and PM are missing.</summary>
    public bool LacksHalfDays { get; private set; }

    public RowResult Parse(CsvReader row)
    {
        Reset();
        if (SwallowsRows(row))
        {
            Contradicts = true;
            return Refuse(row, new Problem("csv.fields", row.FieldCount, plan.Layout.Columns.Count));
        }

        if (row.FieldCount < plan.FewestFields || (row.FieldCount > plan.Layout.Columns.Count && HasMore(row)))
        {
            return Refuse(row, new Problem("csv.fields", row.FieldCount, plan.Layout.Columns.Count));
        }

        var (isFlow, isPressure) = (true, true);
        if (plan.Tag is { } tag && !IsMeant(row.GetSpan(tag.Column), tag, out isFlow, out isPressure))
        {
            return RowResult.OtherTag;
        }

        IsPressureRow = isPressure && !isFlow;
        if (!times.TryRead(row, out var local, out var offset))
        {
            Contradicts = !plan.IsFromAllRows && times.NeedsAnotherOrder(row);
            return Refuse(row, new Problem("csv.field", "time", times.Show(row), TimeParser.Expected).At("time"));
        }

        if (!TrySetMinute(row, local, offset))
        {
            return RowResult.Rejected;
        }

        if (summaries.Explain(row, Minute, local) is { } reason)
        {
            Reason = reason;
            return RowResult.Rejected;
        }

        Watch(row, local);
        FlowRate = isFlow ? Value(row, plan.FlowRate, "flow_rate") : double.NaN;
        Pressure = isPressure ? Value(row, plan.Pressure, "pressure") : double.NaN;
        return RowResult.Good;
    }

    /// <summary>
    /// The same with the time to its seconds and on no sensor's clock: as it stands there, or in UTC where an offset stands with it.
    /// </summary>
    public RowResult ParseWithSeconds(CsvReader row, out DateTime time)
    {
        var result = Parse(row);
        time = default;
        if (result == RowResult.Good && times.TryRead(row, out time, out var offset) && (offset ?? plan.Time.OffsetMinutes) is { } minutes)
        {
            time = time.AddMinutes(-minutes);
        }

        return result;
    }

    private void Reset()
    {
        (Minute, RepeatsAfter, FlowRate, Pressure, Reason, Contradicts) = (0, 0, double.NaN, double.NaN, null, false);
        if (fieldProblems.Count > 0)
        {
            fieldProblems.Clear();
        }
    }

    private bool TrySetMinute(CsvReader row, DateTime local, int? offset)
    {
        var minutes = times.ToMinute(local, offset);
        (Minute, RepeatsAfter) = (minutes.First, minutes.Last - minutes.First);
        Second = local.Ticks % TimeSpan.TicksPerMinute / (double)TimeSpan.TicksPerSecond;
        Reason = minutes.Count == 0 ? new Problem("csv.skipped-time", times.Show(row), plan.Time.Zone).At("time")
            : Minute > latest ? new Problem("csv.future", times.Show(row)).At("time")
            : null;
        RepeatsAfter = minutes.Count == 2 ? RepeatsAfter : 0;
        if (times.Pass > 0 && Reason is null)
        {
            TakePass(row, times.Pass);
        }

        return Reason is null;
    }

    /// <summary>The file says itself which pass of the hour that stands twice is meant.</summary>
    private void TakePass(CsvReader row, byte pass)
    {
        if (RepeatsAfter == 0)
        {
            Reason = new Problem("csv.no-second-pass", times.Show(row), plan.Time.Zone).At("time");
            return;
        }

        (Minute, RepeatsAfter) = (pass == 2 ? Minute + RepeatsAfter : Minute, 0);
    }

    /// <summary>A row that ends inside quotes may go on in the next line.</summary>
    private bool HasOpenQuote(CsvReader row) => !plan.IsFromAllRows && !plan.Layout.HasBreaks && row.RawRecord.Count((byte)'"') % 2 == 1;

    /// <summary>A stray quote, behind rows whose quotes hold ends of lines, would swallow rows.</summary>
    private bool SwallowsRows(CsvReader row) => !plan.IsFromAllRows && plan.Layout.HasBreaks
        && row.RawRecord.TrimEnd("\r\n"u8).Count((byte)'\n') is var breaks && breaks > 0
        && (breaks >= QuotedBreaks.MostLines || row.FieldCount != plan.Layout.Columns.Count);

    private RowResult Refuse(CsvReader row, Problem reason)
    {
        if (TableRows.IsNone(row, plan, hasRows: hoursSeen != 0))
        {
            Contradicts = false;
            return RowResult.NoRow;
        }

        Contradicts |= HasOpenQuote(row);
        Reason = reason;
        return RowResult.Rejected;
    }

    private bool HasMore(CsvReader row)
    {
        for (var field = plan.Layout.Columns.Count; field < row.FieldCount; field++)
        {
            if (!row.IsEmpty(field))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMeant(ReadOnlySpan<byte> text, TagPlan tag, out bool isFlow, out bool isPressure)
    {
        var trimmed = text.Trim(" \t"u8);
        isFlow = tags.Flow is not null && trimmed.SequenceEqual(tags.Flow);
        isPressure = tags.Pressure is not null && trimmed.SequenceEqual(tags.Pressure);
        Contradicts = !isFlow && !isPressure && !plan.IsFromAllRows && !trimmed.IsEmpty
            && !tag.Known.Contains(Encoding.UTF8.GetString(trimmed));
        return isFlow || isPressure;
    }

    /// <summary>What the plan took for granted and cannot be seen in a single row.</summary>
    private void Watch(CsvReader row, DateTime local)
    {
        foreach (var constant in plan.Constants)
        {
            var text = row.GetSpan(constant.Column).Trim(" \t"u8);
            Contradicts |= !text.IsEmpty && !text.SequenceEqual(constant.Text);
        }

        // 12:59, 1:00 without AM or PM: half a day back.
        hoursSeen |= 1 << local.Hour;
        var step = Math.Abs((long)Minute - previousMinute);
        if (plan.Tag is null && step is >= (HoursOfHalfDay - 1) * 60 and <= HoursOfHalfDay * 60)
        {
            LacksHalfDays |= (hoursSeen & 1) == 0 && hoursSeen < 1 << (HoursOfHalfDay + 1);
        }

        LacksHalfDays &= (hoursSeen & 1) == 0 && hoursSeen < 1 << (HoursOfHalfDay + 1);
        previousMinute = Minute;
    }

    private double Value(CsvReader row, ValuePlan? value, string name)
    {
        if (value is null)
        {
            return double.NaN;
        }

        var text = row.GetSpan(value.Column);
        if (!TryRead(text, value.Form, out var number) || (value.IsSignOpen && text.Contains((byte)'.')))
        {
            Contradicts |= !plan.IsFromAllRows && NumberText.TrySplit(text, out var split)
                && (split.Suffix.IsEmpty || Units.Find(split.Unit) is not null);
            fieldProblems.Add(new Problem("csv.field", name, Show(text), ValueParser.Expected).At(name));
            return double.NaN;
        }

        if (value.Quality is { } quality && !double.IsNaN(number) && row.GetString(quality.Column) is var word && !quality.IsGood(word))
        {
            fieldProblems.Add(new Problem("csv.bad-quality", name, Show(text), word).At(name));
            return double.NaN;
        }

        return value.Factor is 1 ? number : number * value.Factor;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, NumberForm form, out double number)
    {
        if (form.IsPlain || !NumberText.TrySplit(text, out var split))
        {
            return ValueParser.TryParse(text, out number);
        }

        number = double.NaN;
        return (split.Suffix.IsEmpty || (form.Unit is not null && Units.Find(split.Unit)?.Name == form.Unit))
            && split.TryRead(form, out number);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Show(ReadOnlySpan<byte> text) => Excerpt.Of(Encoding.UTF8.GetString(text));
}
