using Whatever.Model.Networks;

namespace Whatever.Model.Training;

/// <summary>How far a fit has come: told ten times a pass and at its end.</summary>
/// <param name="Epoch">The pass at hand, from 1 on.</param>
/// <param name="Epochs">Passes at most.</param>
/// <param name="Step">Steps done, over all passes.</param>
/// <param name="Steps">Steps of all passes at most.</param>
/// <param name="TrainLoss">Mean loss of the pass so far.</param>
/// <param name="HeldBackLoss">Mean held-back loss; NaN within a pass, and where nothing is held back.</param>
/// <param name="EndsEpoch">Whether the pass is done.</param>
public readonly record struct FitProgress(
    int Epoch, int Epochs, int Step, int Steps, double TrainLoss, double HeldBackLoss, bool EndsEpoch);

/// <summary>The losses of a pass.</summary>
/// <param name="TrainLoss">Mean over the samples, each taken just before the step that learned from it.</param>
/// <param name="HeldBackLoss">Mean over the held-back samples; NaN where there are none.</param>
public readonly record struct FitEpoch(double TrainLoss, double HeldBackLoss);

/// <summary>What a fit gave.</summary>
/// <param name="Network">Of the best pass; its weights are numbers of single precision.</param>
/// <param name="BestEpoch">The pass with the smallest held-back loss, from 1 on; the last one where nothing is held back.</param>
/// <param name="Epochs">The losses of every pass.</param>
public sealed record FitResult(LstmNetwork Network, int BestEpoch, IReadOnlyList<FitEpoch> Epochs);
