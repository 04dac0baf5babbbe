using System.CommandLine;
using Whatever.Benchmarks;
using Whatever.Fuzz;

var rows = new Option<int>(
    "--rows")
{ Description = "Minutes of simulated readings; 525600 is a year", DefaultValueFactory = _ => 525_600 };
var repeats = new Option<int>(
    "--repeats")
{ Description = "Rounds; the peers take turns within a round and medians are printed", DefaultValueFactory = _ => 7 };
var storage = new Command("storage", "Import of a CSV file against sqlite3 .import, and reads of a day and a year") { rows, repeats };
storage.SetAction((parsed, cancellation) => StorageBenchmark.RunAsync(parsed.GetValue(rows), parsed.GetValue(repeats), cancellation));
var rounds = new Option<int>("--rounds") { Description = "Rounds; the peers take turns", DefaultValueFactory = _ => 15 };
var batch = new Option<int?>("--batch") { Description = "Only this batch of 1, 24, 168 and 1024" };
var threads = new Option<int?>("--threads") { Description = "Only this number of threads, 1 or 2" };
var inference = new Command("inference", "LSTM(64) -> LSTM(64) -> Dense(6) over 60 x 8 against ONNX Runtime") { rounds, batch, threads };
inference.SetAction(parsed => InferenceBenchmark.Run(parsed.GetValue(rounds), parsed.GetValue(batch), parsed.GetValue(threads)));
var trainingRounds = new Option<int>("--rounds") { Description = "Rounds; the peers take turns", DefaultValueFactory = _ => 9 };
var alone = new Option<bool>("--alone") { Description = "Without PyTorch" };
var training = new Command(
    "training",
    "Training steps of LSTM(64) -> LSTM(64) -> Dense(6) over 60 x 8 against PyTorch, and a year of minutes") { trainingRounds, alone };
training.SetAction(parsed => TrainingBenchmark.Run(parsed.GetValue(trainingRounds), parsed.GetValue(alone)));
var folder = new Argument<string>("folder") { Description = "Folder with DMA_A.csv, DMA_C.csv, DMA_E.csv, DMA_H.csv and published.csv" };
var forecaster = new Option<string>(
    "--forecaster")
{
    Description = $"One of {string.Join(", ", BwdfForecasters.Names)}",
    DefaultValueFactory = _ => BwdfForecasters.Names[0]
};
var mondays = new Option<string[]>(
    "--monday")
{
    Description = "Other weeks, to tune on: a Monday such as 2022-05-02, several times",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => []
};
var members = new Option<int>("--members") { Description = "Of residual: networks whose mean counts", DefaultValueFactory = _ => 4 };
var bwdf = new Command(
    "bwdf",
    "Battle of Water Demand Forecasting: errors over its districts and weeks against the published ones") { folder, forecaster, mondays,
    members };
bwdf.SetAction(
    parsed =>
        BwdfBenchmark.Run(parsed.GetValue(folder)!, parsed.GetValue(forecaster)!, parsed.GetValue(members), parsed.GetValue(mondays)!));
var stations = new Option<int>("--stations") { Description = "Simulated stations without a fault", DefaultValueFactory = _ => 10 };
var days = new Option<int>("--days") { Description = "Days that they are watched", DefaultValueFactory = _ => 30 };
var runs = new Option<int>("--runs") { Description = "Stations that each event happens to", DefaultValueFactory = _ => 20 };
var alarms = new Command("alarms", "Alarms on simulated water: without a fault, and with each kind of event") { stations, days, runs };
alarms.SetAction(parsed => AlarmBenchmark.Run(parsed.GetValue(stations), parsed.GetValue(days), parsed.GetValue(runs)));
var sensors = new Option<int>("--sensors") { Description = "Sensors of the minute job", DefaultValueFactory = _ => 1000 };
var ticks = new Option<int>(
    "--rounds")
{ Description = "Rounds, and minutes of the job; medians are printed", DefaultValueFactory = _ => 7 };
var judging = new Command("judging", "Judging a year of minutes by all kinds, and the minute job of many sensors") { sensors, ticks };
judging.SetAction((parsed, cancellation) => JudgingBenchmark.RunAsync(parsed.GetValue(sensors), parsed.GetValue(ticks), cancellation));
var written = new Option<string>("--out") { Description = "Folder to write the text to", Required = true };
var lived = new Option<int>("--days") { Description = "Days that are lived minute by minute", DefaultValueFactory = _ => 6 };
var seeds = new Option<int[]>(
    "--seed")
{ Description = "One or several", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
var reference = new Command(
    "reference",
    "Everything that a station computes on simulated water, as text, to compare two versions of the program byte for byte") { written,
    lived, seeds };
reference.SetAction(async (parsed, cancellation) =>
{
    foreach (
        var (seed, policy) in parsed.GetValue(seeds)!.SelectMany(
            seed => Enum.GetValues<Whatever.Web.Domain.AlertPolicy>().Select(policy => (seed, policy))))
    {
        await ReferenceRun.RunAsync(
            seed, policy, parsed.GetValue(lived), Path.Combine(parsed.GetValue(written)!, $"{seed}-{policy}"), cancellation);
    }
});
var series = new Argument<string[]>("files") { Description = "CSV files of one sensor each", Arity = ArgumentArity.OneOrMore };
var learned = new Option<int>("--learn") { Description = "Days of each file that are only learned from", DefaultValueFactory = _ => 31 };
var shares = new Option<double[]>("--share")
{ Description = "Bursts that are put on it: shares of the mean flow", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var draws = new Option<int[]>("--seed")
{ Description = "When the bursts begin", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };
var pressed = new Option<bool>("--pressure") { Description = "With a made pressure that falls with the flow" };
var foreseen = new Option<bool>("--forecasts") { Description = "The station forecasts each day, and minutes are judged by that, too" };
var listed = new Option<bool>("--list") { Description = "Says each alarm of the unchanged series" };
var mains = new Command("mains", "Alarms on real series, judged as a station lives them, and bursts put on them") { series, learned, shares,
    draws, pressed, foreseen, listed };
mains.SetAction(
    parsed => MainsBenchmark.Run(
        parsed.GetValue(series)!, parsed.GetValue(learned), parsed.GetValue(shares)!, parsed.GetValue(draws)!, parsed.GetValue(pressed),
        parsed.GetValue(foreseen), parsed.GetValue(listed)));
var begun = new Command("history", "What a new sensor is forecast like: error and band by the days of its history") { series };
begun.SetAction(parsed => HistoryBenchmark.Run(parsed.GetValue(series)!));
var monday = new Option<string>("--from") { Description = "First origin, such as 2022-05-02", Required = true };
var daily = new Command("daily", "Forecasts from each of 91 days on, with boosted trees and without") { folder, monday, members };
daily.SetAction(parsed => DailyOriginsBenchmark.Run(parsed.GetValue(folder)!, parsed.GetValue(monday)!, parsed.GetValue(members)));
var nights = new Option<int>("--nights") { Description = "After the first one", DefaultValueFactory = _ => 10 };
var night = new Command("night", "What the forecast of a sensor by the mix costs a night") { nights };
night.SetAction(parsed => NightBenchmark.Run(parsed.GetValue(nights)));
var waiting = new Option<int>("--messages") { Description = "That wait", DefaultValueFactory = _ => 500_000 };
var latency = new Option<int>("--latency") { Description = "Milliseconds until the server answers", DefaultValueFactory = _ => 50 };
var lasts = new Option<int>("--seconds") { Description = "How long it drains at most", DefaultValueFactory = _ => 60 };
var idle = new Option<int>("--idle") { Description = "Seconds that the server is away at first", DefaultValueFactory = _ => 60 };
var together = new Option<int>("--batch") { Description = "Messages that the server takes in one body", DefaultValueFactory = _ => 1 };
var outbox = new Command("outbox", "What an outage of the target server comes to") { waiting, sensors, latency, lasts, idle, together };
outbox.SetAction((parsed, cancellation) => OutboxBenchmark.RunAsync(
    parsed.GetValue(waiting), parsed.GetValue(sensors), parsed.GetValue(latency), parsed.GetValue(lasts), parsed.GetValue(idle),
    parsed.GetValue(together), cancellation));
var live = new Option<int>("--minutes") { Description = "In real time", DefaultValueFactory = _ => 20 };
var pushed = new Command("live", "A station that many sensors push to, each once a minute, in real time") { sensors, live };
pushed.SetAction((parsed, cancellation) => LiveBenchmark.RunAsync(parsed.GetValue(sensors), parsed.GetValue(live), cancellation));
var known = new Option<int>("--days") { Description = "Of history", DefaultValueFactory = _ => 14 };
var forecast = new Command("forecast", "The daily forecast of many sensors without trained models") { sensors, known, ticks };
forecast.SetAction((parsed, cancellation) => ForecastBenchmark.RunAsync(
    parsed.GetValue(sensors), parsed.GetValue(known), parsed.GetValue(ticks), cancellation));
var kinds = new Option<string[]>("--kind")
{
    Description = $"Of {string.Join(", ", FuzzKinds.Names)}; all of them unless given",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. FuzzKinds.Names]
};
var cases = new Option<long?>("--count") { Description = "Cases of each kind; 10,000 unless a time is given" };
var fuzzSeed = new Option<ulong>("--seed") { Description = "Other cases", DefaultValueFactory = _ => 1 };
var limit = new Option<int?>("--seconds") { Description = "For each kind at most" };
var again = new Option<long?>("--case") { Description = "Only this case, made again and read" };
var given = new Option<string?>("--file") { Description = "Only this file, read as one of the kind" };
var faults = new Option<string>("--out")
{
    Description = "Folder that cases which show a fault are written to",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "fuzz")
};
var fuzz = new Command("fuzz", "Hostile files of each kind, read as the station reads them") { kinds, cases, fuzzSeed, limit, again, given,
    faults };
fuzz.SetAction(parsed => FuzzCommand.Run(
    parsed.GetValue(kinds)!, parsed.GetValue(cases), parsed.GetValue(fuzzSeed), parsed.GetValue(limit), parsed.GetValue(again),
    parsed.GetValue(given), parsed.GetValue(faults)!));
return await new RootCommand("Figures of the README; run in Release.")
    { storage, inference, training, bwdf, alarms, judging, reference, mains, begun, daily, night, outbox, pushed, forecast, fuzz }
    .Parse(args).InvokeAsync();
