using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Whatever.Model.Problems;
using Whatever.Web.Storage;

namespace Whatever.Web.Stations;

/// <summary>A day of an iCalendar file.</summary>
public readonly record struct FileHoliday(DateOnly Day, string Name);

/// <summary>The file is of no use.</summary>
public sealed class HolidayFileException(Problem problem, Exception? inner = null) : ProblemException(problem, inner);

/// <summary>
/// Reads the whole-day events of an iCalendar file (RFC 5545), those that come back year after year too. Events with a time of day are left
/// out.
/// </summary>
public static class HolidayFile
{
    public const int LargestBytes = 1 << 20;

    /// <summary>More is no list of holidays, and every one of them costs memory.</summary>
    public const int MostDays = 5_000;

    /// <summary>Events that lie over each other again and again make few days and much work.</summary>
    private const int MostSteps = 50_000;

    private const int MostEvents = 5_000;
    private const int MostRecurring = 200;
    private const int FirstYear = 1900;
    private const int LongestName = 100;
    private const int LongestReason = 200;

    /// <summary>Steps of a recurrence without a day: the days from one 29 February to the next, over a year that has none.</summary>
    private const int MostFruitlessSteps = 8 * 366;

    private static readonly FrequencyType[] TooFrequent = [FrequencyType.Secondly, FrequencyType.Minutely, FrequencyType.Hourly];

    /// <param name="fileName">For the sentence.</param>
    /// <param name="content">UTF-8 as RFC 5545 wants it, or CP949 or UTF-16 as older programs write it.</param>
    /// <param name="from">First day wanted.</param>
    /// <param name="to">Last day wanted.</param>
    /// <returns>Ascending, each day once.</returns>
    /// <exception cref="HolidayFileException">It is too large, damaged, or holds no whole-day event in that span.</exception>
    public static IReadOnlyList<FileHoliday> Read(string fileName, ReadOnlyMemory<byte> content, DateOnly from, DateOnly to)
    {
        if (content.Length > LargestBytes)
        {
            throw new HolidayFileException(TooLarge(fileName));
        }

        try
        {
            var days = Expand(Load(content, fileName), fileName, from, to);
            return days.Count > 0 ? [.. days.Select(pair => new FileHoliday(pair.Key, pair.Value))] : throw new HolidayFileException(
                new Problem("holiday-file.empty", fileName, from, to));
        }
        catch (Exception problem) when (problem is not (HolidayFileException or OutOfMemoryException))
        {
            // The library throws whatever its parts throw, with messages for programmers.
            throw new HolidayFileException(new Problem("holiday-file.damaged", fileName, Reason(problem)), problem);
        }
    }

    public static Problem TooLarge(string fileName) => new Problem("holiday-file.too-large", fileName, LargestBytes >> 20);

    private static CalendarCollection Load(ReadOnlyMemory<byte> content, string fileName)
    {
        using var stream = new MemoryStream(content.ToArray());
        var encoding = TextEncoding.Find(TextEncoding.Detect(stream) ?? "")
            ?? throw new HolidayFileException(new Problem("holiday-file.no-text", fileName));
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding);
        var text = reader.ReadToEnd();
        return HolidayDates.Refuse(fileName, text) is { } problem
            ? throw new HolidayFileException(problem)
            : CalendarCollection.Load(new StringReader(text));
    }

    private static SortedDictionary<DateOnly, string> Expand(CalendarCollection calendars, string fileName, DateOnly from, DateOnly to)
    {
        Refuse([.. calendars.SelectMany(calendar => calendar.Events)], fileName, to);
        var days = new SortedDictionary<DateOnly, string>();
        var steps = 0;
        var options = new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostFruitlessSteps };
        foreach (
            var occurrence in calendars.SelectMany(
                calendar =>
                    calendar.GetOccurrences<CalendarEvent>(new CalDateTime(from), options)
                        .TakeWhile(next => next.Period.StartTime.Date <= to)))
        {
            if (!occurrence.Period.StartTime.HasTime && occurrence.Source is CalendarEvent { IsActive: true } source)
            {
                steps += AddDays(days, occurrence.Period, NameOf(source), from, to);
                if (days.Count > MostDays || steps > MostSteps)
                {
                    throw new HolidayFileException(
                        new Problem("holiday-file.too-many-days", fileName, MostDays));
                }
            }
        }

        return days;
    }

    /// <summary>What would take long to expand is no list of holidays.</summary>
    private static void Refuse(List<CalendarEvent> events, string fileName, DateOnly to)
    {
        // A rule of exceptions alone is gone through up to the last date that there is.
        var recurring = events.Where(candidate => candidate.RecurrenceRule is not null || HasExceptionRule(candidate)).ToList();
        if (events.Count > MostEvents || recurring.Count > MostRecurring)
        {
            throw new HolidayFileException(
                new Problem("holiday-file.too-many-events", fileName, events.Count, recurring.Count, MostEvents, MostRecurring));
        }

        if (recurring.Find(candidate => !IsOfDays(candidate)) is { } strange)
        {
            throw new HolidayFileException(
                new Problem("holiday-file.strange", fileName, NameOf(strange), FirstYear));
        }

        if (HolidayWork.Refuse(fileName, events, to) is { } problem)
        {
            throw new HolidayFileException(problem);
        }
    }

    private static bool HasExceptionRule(CalendarEvent candidate) => candidate.Properties.Any(property => property.Name is "EXRULE");

    private static bool IsOfDays(CalendarEvent recurring) =>
        recurring.RecurrenceRule is { ByHour.Count: 0, ByMinute.Count: 0, BySecond.Count: 0 } rule && !TooFrequent.Contains(rule.Frequency)
        && recurring.DtStart is not { Year: < FirstYear }
            && recurring.Properties.Count(property => property.Name is "RRULE" or "EXRULE") == 1;

    /// <summary>The end is the day after the last one.</summary>
    /// <returns>How many days were looked at.</returns>
    private static int AddDays(SortedDictionary<DateOnly, string> days, Period period, string name, DateOnly from, DateOnly to)
    {
        var (first, end) = (period.StartTime.Date, period.EffectiveEndTime?.Date ?? period.StartTime.Date.AddDays(1));
        for (var day = first < from ? from : first; day < end && day <= to && days.Count <= MostDays; day = day.AddDays(1))
        {
            days.TryAdd(day, name);
        }

        return end.DayNumber - first.DayNumber;
    }

    private static string NameOf(CalendarEvent source)
    {
        var name = string.Concat((source.Summary ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    private static object Reason(Exception problem)
    {
        var line = problem.Message.Split('\n')[0].Split(" (Parameter ")[0].Trim().TrimEnd('.');
        return problem switch
        {
            EvaluationLimitExceededException => new Phrase("holiday-file.never"),
            EvaluationOutOfRangeException => new Phrase("holiday-file.too-late"),
            _ => line.Length <= LongestReason ? line : line[..LongestReason],
        };
    }
}
