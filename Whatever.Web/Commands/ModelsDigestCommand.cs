using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Whatever.Model.Calendar;
using Whatever.Model.Forecasting;
using Whatever.Model.Forecasting.Residual;
using Whatever.Model.ForecastTraining;
using Whatever.Model.ForecastTraining.Residual;
using Whatever.Model.Kernels;
using Whatever.Model.ModelFiles;
using Whatever.Model.Networks;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Model.Simulation;

namespace Whatever.Web.Commands;

/// <summary>
/// Trains two small models on simulated water, forecasts with them, and prints digests of all bits: machines that print the same compute
/// the same, so that a model can be trained on one and trusted on another.
/// </summary>
internal static class ModelsDigestCommand
{
    private const int HistoryDays = 160;
    private const int MinuteModelDays = 60;

    /// <summary>24 windows each: a thousand and eight.</summary>
    private const int ForecastDays = 42;
    private const int MostThreads = 64;
    private static readonly DateTime Start = new(2024, 1, 1);
    private static readonly Option<int> Threads = new(
        "--threads")
    { Description = "Threads at most; they change nothing but the time", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command(
            "digest",
            "Trains and forecasts on simulated water and prints digests of the weights and forecasts, to compare machines") { Threads };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var threads = parsed.GetValue(Threads) is >= 1 and <= MostThreads and var count
            ? count : throw new CommandFailedException(
                new Problem("value.out-of-range", Threads.Name, parsed.GetValue(Threads), 1, MostThreads), isUsage: true);
        var minutes = new MinuteSeries(
            Start, TimeSpan.FromMinutes(1),
            [
                .. new WaterSimulator(new SimulationOptions { Seed = 3 }).Generate(Start, HistoryDays * MinutesPer.Day)
                    .Select(minute => minute.FlowRate)]);
        var direct = TrainDirect(minutes, threads, cancellation);
        var residual = TrainResidual(minutes, threads, cancellation);
        var weights = DigestOfFiles(direct.Save, residual.Save);
        var forecasts = Digest(MemoryMarshal.AsBytes<double>(Forecast(direct, residual, minutes, Math.Min(2, threads)).ToArray()));
        var report = new DigestReport(
            $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(), $"{KernelPaths.Best}", KernelPaths.HasFusedMultiplyAdd, threads,
            weights, forecasts);
        parsed.Print(report, report.ToLines());
        return 0;
    }

    private static ForecastModel TrainDirect(MinuteSeries minutes, int threads, CancellationToken cancellation) => Trainer.Train(
        new TrainingOptions { Quantity = Quantity.FlowRate, Name = "digest", Units = 40, Layers = 2, Epochs = 3, MaxThreads = threads },
        minutes with { Values = minutes.Values[..(MinuteModelDays * MinutesPer.Day)] }, null, cancellation).Model;

    private static ResidualModel TrainResidual(MinuteSeries minutes, int threads, CancellationToken cancellation) => ResidualTrainer.Train(
        new ResidualTrainingOptions
        {
            Quantity = Quantity.FlowRate,
            Name = "digest",
            Members = 2,
            Units = 24,
            Epochs = 2,
            LaterEpochs = 1,
            MaxThreads = threads,
        },
        [minutes.ToHours()], HolidayCalendars.Empty, null, cancellation);

    /// <summary>As a station issues them, and the network alone over a thousand windows: one by one, a day at once, all at once.</summary>
    private static IEnumerable<double> Forecast(ForecastModel direct, ResidualModel residual, MinuteSeries minutes, int threads)
    {
        for (var day = 0; day < ForecastDays; day++)
        {
            var baseDay = DateOnly.FromDateTime(Start).AddDays(HistoryDays - 1 - day);
            foreach (
                var value in direct.Forecast(baseDay, minutes, HolidayCalendars.Empty).Values.Concat(
                    day == 0 ? residual.Forecast(baseDay, minutes, HolidayCalendars.Empty).Values : []))
            {
                yield return value.Value;
            }
        }

        foreach (var value in RunBare((LstmNetwork)direct.Network, direct.WindowSteps, threads))
        {
            yield return value;
        }
    }

    private static float[] RunBare(LstmNetwork network, int steps, int threads)
    {
        const int Windows = 1000;
        var random = new Random(11);
        var length = steps * network.Features;
        var inputs = Enumerable.Range(0, Windows * length).Select(_ => (2 * random.NextSingle()) - 1).ToArray();
        var outputs = new float[Windows * network.Outputs];
        using var runner = new TunedRunner(network, threads, new KernelCalibration(() => TimeProvider.System.GetElapsedTime(0)));
        foreach (var (from, to) in Enumerable.Range(0, 52).Select(row => (row, row + 1)).Concat([(52, 54), (54, 78), (78, Windows)]))
        {
            runner.Run(
                inputs.AsSpan(from * length, (to - from) * length), steps,
                outputs.AsSpan(from * network.Outputs, (to - from) * network.Outputs));
        }

        return outputs;
    }

    /// <summary>Of what a station would keep of the models.</summary>
    private static string DigestOfFiles(params Action<string>[] saves)
    {
        var folder = Directory.CreateTempSubdirectory("whatever-digest").FullName;
        try
        {
            return Digest([.. saves.SelectMany((save, index) =>
            {
                var model = Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture));
                save(model);
                return File.ReadAllBytes(Directory.EnumerateFiles(model, "*.safetensors").Single());
            })]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record DigestReport(
        string Architecture, string Path, bool FusedMultiplyAdd, int Threads, string Weights, string Forecasts)
    {
        public IEnumerable<string> ToLines()
        {
            var sums = FusedMultiplyAdd ? "fused multiply-add"
                : "no fused multiply-add: forecasts of a model agree with most machines' to about 1e-6, trainings drift further";
            yield return string.Create(
                CultureInfo.InvariantCulture, $"machine    {Architecture}, {Path}, {sums}, at most {Threads} thread(s)");
            yield return $"weights    {Weights}";
            yield return $"forecasts  {Forecasts}";
        }
    }
}
