using System.Security.Cryptography;
using System.Text;
using Whatever.Model.Files;
using Whatever.Model.Problems;

namespace Whatever.Model.Training;

/// <summary>The whole state of a fit between two steps: what goes on from it ends with the same bits as what was never stopped.</summary>
public sealed class FitCheckpoint
{
    private const string Format = "whatever-fit/1";

    internal FitCheckpoint()
    {
    }

    /// <summary>The pass at hand, from 1 on.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps of that pass which are done.</summary>
    public required int Batch { get; init; }

    /// <summary>Steps done, over all passes.</summary>
    public required int Step { get; init; }

    internal string Setup { get; init; } = "";

    internal double LossSum { get; init; }

    internal long LossCount { get; init; }

    internal int BestEpoch { get; init; }

    internal IReadOnlyList<FitEpoch> Epochs { get; init; } = [];

    /// <summary>Parameters, m, v and the best parameters, each in plain order.</summary>
    internal float[][] Vectors { get; init; } = [];

    /// <summary>Writes it to a file, which appears whole or not at all.</summary>
    public void Save(string path)
    {
        var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            Write(writer);
        }

        var bytes = body.ToArray();
        AtomicFile.WriteBytes(path, [.. SHA256.HashData(bytes), .. bytes]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="TrainingDataException">The file is not there, is damaged, or is no checkpoint.</exception>
    public static FitCheckpoint Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new TrainingDataException(new Problem("training.checkpoint-missing", path));
        }

        var bytes = File.ReadAllBytes(path);
        if (
            bytes.Length < SHA256.HashSizeInBytes
                || !SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
        {
            throw new TrainingDataException(new Problem("training.checkpoint-damaged", path));
        }

        using var reader = new BinaryReader(
            new MemoryStream(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes), Encoding.UTF8);
        var format = reader.ReadString();
        return format == Format
            ? Read(reader)
            : throw new TrainingDataException(new Problem("training.checkpoint-format", path, format, Format));
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(Format);
        writer.Write(Setup);
        foreach (var number in new[] { Epoch, Batch, Step, BestEpoch, Epochs.Count })
        {
            writer.Write(number);
        }

        foreach (var epoch in Epochs)
        {
            writer.Write(epoch.TrainLoss);
            writer.Write(epoch.HeldBackLoss);
        }

        writer.Write(LossSum);
        writer.Write(LossCount);
        foreach (var vector in Vectors)
        {
            writer.Write(vector.Length);
            foreach (var value in vector)
            {
                writer.Write(value);
            }
        }
    }

    private static FitCheckpoint Read(BinaryReader reader)
    {
        var setup = reader.ReadString();
        var (epoch, batch, step, best, epochs) = (
            reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        return new FitCheckpoint
        {
            Setup = setup,
            Epoch = epoch,
            Batch = batch,
            Step = step,
            BestEpoch = best,
            Epochs = [.. Enumerable.Range(0, epochs).Select(_ => new FitEpoch(reader.ReadDouble(), reader.ReadDouble()))],
            LossSum = reader.ReadDouble(),
            LossCount = reader.ReadInt64(),
            Vectors = [ReadVector(reader), ReadVector(reader), ReadVector(reader), ReadVector(reader)],
        };
    }

    private static float[] ReadVector(BinaryReader reader)
    {
        var vector = new float[reader.ReadInt32()];
        for (var k = 0; k < vector.Length; k++)
        {
            vector[k] = reader.ReadSingle();
        }

        return vector;
    }
}
