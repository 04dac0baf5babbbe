using System.IO.Compression;
using Whatever.Model.Problems;

namespace Whatever.Model.ModelFiles.Pickle;

/// <summary>A scaler of scikit-learn: y = (x - offset) / scale for each feature.</summary>
/// <param name="Kind">MinMaxScaler, StandardScaler, RobustScaler or MaxAbsScaler.</param>
/// <param name="Offsets">One for each feature.</param>
/// <param name="Scales">One for each feature; not 0.</param>
/// <param name="Stored">The fitted numbers as they stand in the file: scale_, min_, mean_, center_ and so on.</param>
/// <param name="Clips">Whether it cuts off what lies outside its range; the station does not.</param>
public sealed record FittedScaler(
    string Kind, IReadOnlyList<double> Offsets, IReadOnlyList<double> Scales, IReadOnlyDictionary<string, IReadOnlyList<double>> Stored,
    bool Clips);

/// <summary>Reads what joblib.dump or pickle.dump wrote of a scaler. The pickle is read symbolically, never executed.</summary>
public static class ScalerFile
{
    private const int LargestFile = 64 << 20;
    private const int MostFeatures = 100_000;
    private static readonly string[] Fitted =
        ["scale_", "min_", "mean_", "var_", "center_", "max_abs_", "data_min_", "data_max_", "data_range_"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It cannot be read, is damaged, or is no scaler; the message names the file and the
    /// reason.</exception>
    public static FittedScaler Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > LargestFile } large
                ? throw new ModelFileException(new Problem("file.too-large", path, large.Length >> 20, LargestFile >> 20))
                : Read(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(new Problem("file.unreadable", path, FileProblems.Reason(problem, path)), problem);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="ModelFileException">It is damaged, or is no scaler; the message names the file and the reason.</exception>
    public static FittedScaler Read(byte[] file, string name)
    {
        try
        {
            return new PickleReader(Decompress(file)).Read() is PickleObject { Type.Module: "sklearn" } scaler
                ? ToScaler(scaler)
                : throw new ModelFileException(
                    new Problem("scaler.none"));
        }
        catch (ModelFileException problem)
        {
            throw new ModelFileException(new Problem("file.problem", name, problem.Problem), problem);
        }
        catch (Exception problem) when (problem is FormatException or OverflowException or InvalidDataException or ArgumentException)
        {
            throw new ModelFileException(new Problem("scaler.damaged", name), problem);
        }
    }

    private static FittedScaler ToScaler(PickleObject scaler)
    {
        var stored = Fitted.Select(key => (key, scaler.Attributes.Find(key))).Where(pair => pair.Item2 is PickleArray { Values: not null })
            .ToDictionary(pair => pair.key, pair => (IReadOnlyList<double>)((PickleArray)pair.Item2!).Values!, StringComparer.Ordinal);
        var count = stored.Count > 0 ? stored.Values.First().Count
            : scaler.Attributes.Find("n_features_in_") is long and >= 1 and <= MostFeatures and var features ? (int)features : 0;
        var scale = Numbers(stored, IsOff(scaler, "with_std", "with_scaling") ? "" : "scale_", count, 1);
        var withoutOffset = IsOff(scaler, "with_mean", "with_centering");
        var (offsets, scales) = scaler.Type.Name switch
        {
            // y = x scale_ + min_
            "MinMaxScaler" =>
                (
                    Required(stored, "min_", scaler).Zip(Required(stored, "scale_", scaler), (min, factor) => -min / factor),
                    scale.Select(factor => 1 / factor)),
            "StandardScaler" => (Numbers(stored, withoutOffset ? "" : "mean_", count, 0), scale),
            "RobustScaler" => (Numbers(stored, withoutOffset ? "" : "center_", count, 0), scale),
            _ => (Numbers([], "", count, 0), Required(stored, "scale_", scaler)),
        };
        var fitted = new FittedScaler(scaler.Type.Name, [.. offsets], [.. scales], stored, scaler.Attributes.Find("clip") is true);
        return fitted.Offsets.Count > 0 && fitted.Offsets.Count == fitted.Scales.Count && fitted.Offsets.All(double.IsFinite)
            && fitted.Scales.All(value => double.IsFinite(value) && value != 0)
            ? fitted
            : throw new ModelFileException(
                new Problem("scaler.not-fitted", scaler.Type.Name));
    }

    /// <summary>scikit-learn fits the numbers of a step that is switched off as well, and does not use them.</summary>
    private static bool IsOff(PickleObject scaler, params string[] keys) => keys.Any(key => scaler.Attributes.Find(key) is false or 0L);

    private static IReadOnlyList<double> Required(Dictionary<string, IReadOnlyList<double>> stored, string key, PickleObject scaler) =>
        stored.GetValueOrDefault(key) ?? throw new ModelFileException(new Problem("scaler.key-missing", scaler.Type.Name, key));

    private static IEnumerable<double> Numbers(Dictionary<string, IReadOnlyList<double>> stored, string key, int count, double otherwise) =>
        stored.GetValueOrDefault(key) ?? Enumerable.Repeat(otherwise, count);

    /// <summary>joblib compresses on request.</summary>
    private static byte[] Decompress(byte[] file)
    {
        using Stream? packed = file switch
        {
            [0x78, 0x01 or 0x5e or 0x9c or 0xda, ..] => new ZLibStream(new MemoryStream(file), CompressionMode.Decompress),
            [0x1f, 0x8b, ..] => new GZipStream(new MemoryStream(file), CompressionMode.Decompress),
            [(byte)'B', (byte)'Z', (byte)'h', ..] or [0xfd, (byte)'7', (byte)'z', ..] or [0x5d, 0, 0, ..] =>
                throw new ModelFileException(
                    new Problem("scaler.compressed")),
            _ => null,
        };
        if (packed is null)
        {
            return file;
        }

        var copy = new MemoryStream();
        var block = new byte[1 << 14];
        while (packed.Read(block) is var read and > 0)
        {
            copy.Write(block, 0, read);
            if (copy.Length > LargestFile)
            {
                throw new ModelFileException(new Problem("file.holds-too-much", LargestFile >> 20));
            }
        }

        return copy.ToArray();
    }
}
