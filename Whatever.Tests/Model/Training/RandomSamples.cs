using MathNet.Numerics.LinearAlgebra;
using Whatever.Model.Training;

namespace Whatever.Tests.Model.Training;

/// <summary>Windows and targets of noise.</summary>
internal static class RandomSamples
{
    private const double UnknownShare = 0.15;

    /// <summary>Inputs of -1 to 1, targets of -2 to 2; some targets are not known, never the first.</summary>
    public static ArraySamples Create(NetworkShape shape, int count, Random random) => new(
        [.. Enumerable.Range(0, count * shape.Steps * shape.Features).Select(_ => (float)((2 * random.NextDouble()) - 1))],
        [
            .. Enumerable.Range(0, count * shape.Outputs)
                .Select(k => k > 0 && random.NextDouble() < UnknownShare ? float.NaN : (float)((4 * random.NextDouble()) - 2))],
        shape.Steps,
        shape.Features,
        shape.Outputs);

    /// <summary>As the textbook takes them: one (count, features) matrix a step.</summary>
    public static Matrix<double>[] Steps(TrainingSamples samples)
    {
        var windows = Enumerable.Range(0, samples.Count).Select(index =>
        {
            var window = new float[samples.Steps * samples.Features];
            samples.CopyInput(index, window);
            return window;
        }).ToList();
        return [.. Enumerable.Range(0, samples.Steps).Select(step =>
            Matrix<double>.Build.Dense(
                samples.Count, samples.Features, (row, feature) => windows[row][(step * samples.Features) + feature]))];
    }
}
