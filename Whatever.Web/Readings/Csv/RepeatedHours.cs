namespace Whatever.Web.Readings.Csv;

/// <summary>
/// The hour that a clock shows twice in autumn, in rows without an offset. Such rows are told apart by the order of the file: where it goes
/// back in the middle of the hour, the second pass begins.
/// </summary>
internal sealed class RepeatedHours
{
    /// <summary>Rows of one hour lie nearer to each other than this; those of the next autumn do not.</summary>
    private const int LargestSpanMinutes = 180;

    /// <summary>Rows a little out of their order do not begin a second pass.</summary>
    private const int SmallestStepBackShare = 3;

    private readonly List<(int Row, int Minute, int After)> rows = [];
    private RepeatedHours? other;

    /// <param name="row">Its number.</param>
    /// <param name="minute">The first minute that it can be.</param>
    /// <param name="after">How much later the second one is.</param>
    /// <param name="isOther">Of the second of two series whose rows stand between or behind each other's.</param>
    public void Note(int row, int minute, int after, bool isOther = false)
    {
        if (isOther)
        {
            (other ??= new RepeatedHours()).Note(row, minute, after);
            return;
        }

        rows.Add((row, minute, after));
    }

    /// <summary>Moves the rows of second passes.</summary>
    /// <param name="minutes">Of all rows, in the order of the file.</param>
    /// <returns>Whether any row was moved.</returns>
    public bool Resolve(Span<int> minutes)
    {
        var movedOthers = other?.Resolve(minutes) ?? false;
        if (rows.Count == 0)
        {
            return movedOthers;
        }

        var descends = minutes.Length > 1 && minutes[^1] < minutes[0];
        var step = UsualStep(minutes);
        var moved = false;
        for (var start = 0; start < rows.Count;)
        {
            var end = EndOfHour(start);
            moved |= Resolve(minutes, start, end, descends, step);
            start = end;
        }

        rows.Clear();
        return moved || movedOthers;
    }

    private int EndOfHour(int start)
    {
        var end = start + 1;
        while (end < rows.Count && Math.Abs(rows[end].Minute - rows[start].Minute) <= LargestSpanMinutes)
        {
            end++;
        }

        return end;
    }

    private bool Resolve(Span<int> minutes, int start, int end, bool descends, int step)
    {
        var (first, last) = descends ? (end - 1, start - 1) : (start, end);
        var direction = descends ? -1 : 1;
        var (split, largest) = (-1, -1);
        for (var i = first + direction; i != last; i += direction)
        {
            var back = rows[i - direction].Minute - rows[i].Minute;
            if (back > largest)
            {
                (split, largest) = (i, back);
            }
        }

        var length = rows[start].After;

        // Of readings an hour apart both passes have the same time.
        if (split < 0 || largest < (step >= length ? 0 : length / SmallestStepBackShare))
        {
            return false;
        }

        for (var i = split; i != last; i += direction)
        {
            minutes[rows[i].Row] += length;
        }

        return true;
    }

    /// <summary>The median time between two rows that are not of one minute.</summary>
    private static int UsualStep(ReadOnlySpan<int> minutes)
    {
        const int looked = 2_000;
        var steps = new List<int>();
        for (var i = 1; i < minutes.Length && steps.Count < looked; i++)
        {
            if (minutes[i] != minutes[i - 1])
            {
                steps.Add(Math.Abs(minutes[i] - minutes[i - 1]));
            }
        }

        steps.Sort();
        return steps.Count == 0 ? 1 : steps[steps.Count / 2];
    }
}
