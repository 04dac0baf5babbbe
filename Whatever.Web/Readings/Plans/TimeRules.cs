using Whatever.Model.Problems;
using Whatever.Web.Domain;
using Whatever.Web.Readings.Csv;

namespace Whatever.Web.Readings.Plans;

/// <summary>How the times of the file are read: order of the date, zone, offset of the header.</summary>
internal static class TimeRules
{
    public static TimePlan Decide(
        PlanColumns columns, TimeRole time, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
    {
        var choices = context.Choices;
        var name = time.Column < 0 ? null : columns[time.Column].Name;
        var stated = choices.TimeZone is null && name is { Zone: null, OffsetMinutes: null } ? StatedZone.Find(columns) : null;
        var zone = choices.TimeZone ?? name?.Zone ?? stated?.Zone ?? context.TimeZone;
        if (!StationClock.Exists(zone))
        {
            throw new UnreadableCsvException(
                new Problem("csv.zone", zone, Sensor.DefaultTimeZone).At(PlanChoices.Names.TimeZone));
        }

        var order = time.Column < 0 ? null : OrderOf(columns, time, context, notes, ask);
        var offset = name?.OffsetMinutes ?? stated?.OffsetMinutes;
        if (stated is { OffsetMinutes: null, Zone: null } open)
        {
            ask(StatedZone.Ask(open.Said));
        }

        if (time.Column >= 0 && choices.TimeZone is null && columns[time.Column].Name.UnknownZone is { } unknown)
        {
            ask(new Problem("plan.which-zone", columns[time.Column].Shown, unknown).At(PlanChoices.Names.TimeZone));
        }

        Note(columns, time, zone, offset, context, notes);
        if (choices.TimePattern is { } pattern && TimePattern.Explain(pattern) is { } problem)
        {
            throw new UnreadableCsvException(problem.At(PlanChoices.Names.TimePattern));
        }

        return new TimePlan(
            time.Column, time.ClockColumn, time.Kind, order, choices.TimePattern, zone, offset, choices.WinterTime ?? false)
        {
            CarriesDate = time.CarriesDate,
            PadsClock = time.PadsClock,
            Parts = time.Parts,
            HalfDayColumn = time.HalfDayColumn,
            OpenZones = OpenZones.Find(columns, time, zone, notes, ask),
        };
    }

    private static DateOrder? OrderOf(
        PlanColumns columns, TimeRole time, PlanContext context, List<Phrase> notes, Action<Problem?> ask)
    {
        if (time.Kind != TimeKind.Written)
        {
            return null;
        }

        var verdict = columns.DatesOf(time, context.Latest).Decide();
        if (context.Choices.DateOrder is { } chosen)
        {
            // What a person said of this file holds; what an earlier file was like does not, against this one.
            if (context.Said.DateOrder is null && (verdict.Order ?? chosen) != chosen)
            {
                ask(new Problem("plan.date-unlike", new Phrase($"plan.order-{DateOrders.NameOf(chosen)}"), verdict.Proof)
                    .At(PlanChoices.Names.DateOrder));
            }

            notes.Add(new Phrase("plan.date-chosen", new Phrase($"plan.order-{DateOrders.NameOf(chosen)}")));
            return chosen;
        }

        ask(verdict.Question);
        if (verdict is { Order: { } order, Proof: { } proof })
        {
            notes.Add(new Phrase("plan.date-proven", new Phrase($"plan.order-{DateOrders.NameOf(order)}"), proof));
        }

        return verdict.Order;
    }

    private static void Note(
        PlanColumns columns, TimeRole time, string zone, int? offset, PlanContext context, List<Phrase> notes)
    {
        if (time.ClockColumn >= 0)
        {
            notes.Add(new Phrase("plan.two-columns", columns[time.Column].Shown, columns[time.ClockColumn].Shown));
        }

        if (time.CarriesDate)
        {
            notes.Add(new Phrase("plan.date-carried", columns[time.Column].Shown));
        }

        if (time.PadsClock)
        {
            notes.Add(new Phrase("plan.clock-padded", columns[time.ClockColumn].Shown));
        }

        if (time.Parts is { } parts)
        {
            notes.Add(new Phrase("plan.time-parts", string.Join(", ", time.Columns.Where(column => column >= 0).Distinct()
                .Select(column => columns[column].Shown))));
        }
        else if (time.Kind != TimeKind.Written)
        {
            notes.Add(new Phrase($"plan.kind-{(int)time.Kind}"));
        }

        if (time.HalfDayColumn >= 0)
        {
            notes.Add(new Phrase("plan.half-day-column", columns[time.HalfDayColumn].Shown));
        }

        if (offset is { } minutes)
        {
            notes.Add(columns[time.Column].Name.OffsetMinutes is null
                ? new Phrase("plan.offset-before", WireTime.WriteOffset(minutes))
                : new Phrase("plan.offset", columns[time.Column].Shown, WireTime.WriteOffset(minutes)));
        }
        else if (zone != (context.ZoneOfFed ?? context.TimeZone))
        {
            notes.Add(new Phrase("plan.zone", zone));
        }

        if (context.Choices.WinterTime ?? false)
        {
            notes.Add(new Phrase("plan.winter-time", zone));
        }
    }
}
