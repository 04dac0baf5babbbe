using Whatever.Model.Kernels;
using Whatever.Model.Problems;
using Whatever.Model.Training.Kernels;

namespace Whatever.Model.Training;

/// <summary>
/// Fits stacked LSTM layers and a dense layer to samples: backpropagation through time in vector kernels of single precision, AdamW,
/// gradients clipped by their common length (Pascanu et al. 2013), a cosine of the learning rate, early stopping. The same seed gives the
/// same bits whatever the number of threads and the width of a register (where there is a fused multiply-add), and a fit that goes on from
/// a checkpoint those of one that was never stopped.
/// </summary>
public sealed class LstmFit
{
    private const int ReportsPerEpoch = 10;
    private readonly NetworkShape shape;
    private readonly TrainingSamples train;
    private readonly TrainingSamples? heldBack;
    private readonly FitOptions options;
    private readonly IProgress<FitProgress>? progress;
    private readonly GradientEngine engine;
    private readonly AdamW optimizer;
    private readonly FitState state;
    private readonly OutputLoss loss;
    private readonly OutputLoss judge;
    private readonly int batches;
    private readonly string setup;

    private LstmFit(
        NetworkShape shape, TrainingSamples train, TrainingSamples? heldBack, FitOptions options, IProgress<FitProgress>? progress)
    {
        (this.shape, this.train, this.heldBack, this.options, this.progress) = (shape, train, heldBack, options, progress);
        var path = options.Path ?? KernelPaths.Best;
        var layout = new ParameterLayout(shape);
        engine = new GradientEngine(layout, path, shape.Steps, Math.Min(options.BatchSize, Math.Max(1, train.Count)), options.MaxThreads);
        optimizer = new AdamW(layout.Length, layout.Decayed);
        loss = options.LossOf(options.Loss, shape.Outputs);
        judge = options.LossOf(options.JudgedBy ?? options.Loss, shape.Outputs);
        batches = (train.Count + options.BatchSize - 1) / options.BatchSize;
        setup = FitSetup.Describe(shape, train, heldBack, options);
        state = Begin();
        engine.Update();
    }

    /// <summary>Runs a fit to its end.</summary>
    /// <param name="shape">Of the network.</param>
    /// <param name="train">What is learned from.</param>
    /// <param name="heldBack">What chooses the best pass and the end; null for all passes and the last one.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told ten times a pass and at its end, in the thread that trains.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <exception cref="ArgumentException">Shape, samples or options are out of range or do not belong together; the message names all of
    /// it.</exception>
    /// <exception cref="TrainingDataException">The gradient is no longer finite, or the checkpoint is of another training.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint was given before.</exception>
    public static FitResult Run(
        NetworkShape shape, TrainingSamples train, TrainingSamples? heldBack, FitOptions options, IProgress<FitProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (FitSetup.Explain(shape, train, heldBack, options) is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        return new LstmFit(shape, train, heldBack, options, progress).Run(cancellation);
    }

    private FitState Begin()
    {
        var layout = engine.Layout;
        if (options.ResumeFrom is { } checkpoint)
        {
            FitSetup.Compare(setup, checkpoint.Setup);
            return FitState.From(checkpoint, layout, engine.Parameters, optimizer);
        }

        var initial = options.InitialNetwork is { } network ? layout.FromNetwork(network) : InitialWeights.Create(shape, options.Seed);
        layout.Pack(initial, engine.Parameters);
        return new FitState { Best = initial };
    }

    private FitResult Run(CancellationToken cancellation)
    {
        while (state.Epoch <= options.Epochs && (heldBack is null || state.Epoch - Math.Max(1, state.BestEpoch) <= options.Patience))
        {
            RunEpoch(cancellation);
            Finish(Evaluate(cancellation));
        }

        return new FitResult(engine.Layout.ToNetwork(state.Best), state.BestEpoch, state.Epochs);
    }

    private void RunEpoch(CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, train.Count).ToArray();
        new Random((int)SplitMix.Mix((uint)options.Seed, (ulong)state.Epoch)).Shuffle(order);
        while (state.Batch < batches)
        {
            Check(cancellation);
            var first = state.Batch * options.BatchSize;
            Learn(order.AsMemory(first, Math.Min(options.BatchSize, order.Length - first)));
            state.Batch++;
            if (state.Batch * ReportsPerEpoch / batches > (state.Batch - 1) * ReportsPerEpoch / batches && state.Batch < batches)
            {
                Report(double.NaN, endsEpoch: false);
            }
        }
    }

    private void Learn(ReadOnlyMemory<int> rows)
    {
        var key = SplitMix.Mix((uint)options.Seed, ~(ulong)state.Step);
        state.Loss = state.Loss.Plus(engine.Differentiate(train, rows, loss, options.DropoutRate, key));
        var length = engine.GradientLength;
        if (!double.IsFinite(length))
        {
            throw new TrainingDataException(
                new Problem("training.gradient", state.Step + 1));
        }

        var rate = options.RateOf(state.Step, options.Epochs * batches);
        optimizer.Step(engine.Parameters, engine.Gradient, Math.Min(1, options.ClipNorm / (length + 1e-6)), rate, options.WeightDecay);
        engine.Update();
        state.Step++;
    }

    private double Evaluate(CancellationToken cancellation)
    {
        if (heldBack is null)
        {
            return double.NaN;
        }

        var sum = default(LossSum);
        var all = Enumerable.Range(0, heldBack.Count).ToArray();
        for (var first = 0; first < all.Length; first += options.BatchSize)
        {
            Check(cancellation);
            sum = sum.Plus(engine.Evaluate(heldBack, all.AsMemory(first, Math.Min(options.BatchSize, all.Length - first)), judge));
        }

        return sum.Mean;
    }

    private void Finish(double heldBackLoss)
    {
        if (heldBack is null || state.Epoch == 1 || heldBackLoss < state.Epochs[state.BestEpoch - 1].HeldBackLoss)
        {
            (state.BestEpoch, state.Best) = (state.Epoch, engine.Layout.ToPlain(engine.Parameters));
        }

        state.Epochs.Add(new FitEpoch(state.Loss.Mean, heldBackLoss));
        Report(heldBackLoss, endsEpoch: true);
        (state.Epoch, state.Batch, state.Loss) = (state.Epoch + 1, 0, default);
        GiveCheckpoint();
    }

    private void Report(double heldBackLoss, bool endsEpoch) =>
        progress?.Report(
            new FitProgress(state.Epoch, options.Epochs, state.Step, options.Epochs * batches, state.Loss.Mean, heldBackLoss, endsEpoch));

    private void Check(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            GiveCheckpoint();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void GiveCheckpoint() => options.Checkpoint?.Invoke(state.ToCheckpoint(setup, engine.Layout, engine.Parameters, optimizer));
}
