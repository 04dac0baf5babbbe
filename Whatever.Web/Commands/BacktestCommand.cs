using System.CommandLine;
using Whatever.Model.Forecasting;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Domain;

namespace Whatever.Web.Commands;

/// <summary>
/// Judges a model on a file, without a database: forecasts day after day as it would have been done then, and compares with what came.
/// </summary>
internal static class BacktestCommand
{
    /// <summary>What the seasonal baseline looks back on.</summary>
    private static readonly int ContextDays = 7 * new SeasonalBaselineOptions().Weeks;

    private static readonly Option<string> Csv = new(
        "--csv")
    { Description = "CSV file with a value every 1, 5, 10, 15 or 60 minutes", Required = true };
    private static readonly Option<string> Model = new(
        "--model")
    { Description = $"Folder of a model, or one of {string.Join(", ", HourlyForecasters.Names)}", Required = true };
    private static readonly Option<string?> From = new(
        "--from")
    { Description = "First base day, the last day known to its forecast; by default six weeks into the file" };
    private static readonly Option<string?> To = new("--to") { Description = "Last base day; by default six days before the file ends" };
    private static readonly Option<string?> QuantityName = CommonOptions.Quantity(
        "flow_rate or pressure; by default what the model forecasts, else flow_rate");

    private static readonly Option<string> Country = CommonOptions.Country();

    public static Command Create()
    {
        var command = new Command(
            "backtest",
            "Forecasts six days from every midnight of a span, never looks ahead, and prints the errors per lead day") { Csv, Model, From,
            To, QuantityName, Country };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (path, name, country) = (parsed.GetValue(Csv)!, parsed.GetValue(Model)!, parsed.GetValue(Country)!);
        var holidays = CommonOptions.HolidaysOf(parsed, Country);
        var (from, to) = (CommonOptions.ReadDay(parsed, From), CommonOptions.ReadDay(parsed, To));
        var subject = BacktestSubject.Load(name, holidays);
        var quantity = ReadQuantity(parsed, subject);
        CommonOptions.RequireFile(path);

        var series = TrainingCsv.LoadAtItsStep(path, quantity);
        var (first, last) = Span(path, series, from, to);
        var result = subject.Run(quantity, series, first, last, holidays, cancellation);
        if (result.Overall.Model.Hours == 0)
        {
            throw new CommandFailedException(
                new Problem("backtest.no-hour", WireTime.WriteDay(first), WireTime.WriteDay(last), name));
        }

        var report = new BacktestReport(
            path, name, quantity.ToWireName(), (int)series.Interval.TotalMinutes, country.ToLowerInvariant(), first, last,
            [.. result.ByLeadDay.Select(BacktestRow.Of)], BacktestRow.Of(result.Overall), subject.TrainedTo);
        parsed.Print(report, report.ToLines());
        return 0;
    }

    private static Quantity ReadQuantity(ParseResult parsed, BacktestSubject subject)
    {
        if (parsed.GetValue(QuantityName) is not { } name)
        {
            return subject.Quantity ?? Quantity.FlowRate;
        }

        return !QuantityNames.TryParse(name, out var quantity) ? throw new CommandFailedException(
            new Problem("option.value", "--quantity", name, Expected.OneOf("flow_rate", "pressure")), isUsage: true)
            : !subject.Forecasts(quantity) ? throw new CommandFailedException(
                    new Problem("backtest.other-quantity", subject.Quantity!.Value.ToWireName(), name), isUsage: true)
            : quantity;
    }

    private static (DateOnly From, DateOnly To) Span(string path, MinuteSeries series, DateOnly? from, DateOnly? to)
    {
        var (firstDay, lastDay) = (
            DateOnly.FromDateTime(series.Start), DateOnly.FromDateTime(series.TimeAt(series.Values.Length)).AddDays(-1));

        // Outside the file there is nothing to look back on, or nothing to compare with.
        var first = from is { } wantedFirst ? Later(wantedFirst, firstDay) : firstDay.AddDays(ContextDays - 1);
        var last = to is { } wantedLast ? Earlier(wantedLast, lastDay.AddDays(-1)) : lastDay.AddDays(-ForecastTargets.Days);
        var covered = new Phrase("backtest.covers", path, WireTime.WriteDay(firstDay), WireTime.WriteDay(lastDay));
        return first <= last ? (first, last)
            : from is null
                && to is null ? throw new CommandFailedException(
                    new Problem("backtest.too-short", covered, ContextDays + ForecastTargets.Days))
            : throw new CommandFailedException(
                new Problem("backtest.first-after-last", covered, WireTime.WriteDay(first), WireTime.WriteDay(last)));
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
