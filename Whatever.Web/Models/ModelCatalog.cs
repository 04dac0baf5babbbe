using System.Collections.Concurrent;
using Whatever.Model.Forecasting;
using Whatever.Model.ModelFiles;
using Whatever.Model.Problems;
using Whatever.Model.Series;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>A model on disk; <see cref="Problem"/> says why it cannot be used.</summary>
public sealed record RegisteredModel(string Name, string Directory, ModelOrigin Origin, IStationModel? Model, Problem? Problem);

public enum ModelOrigin
{
    Shipped = 0,
    Trained = 1,
    Imported = 2,
}

/// <summary>The folders of models: those beside the program and those in the data folder.</summary>
public sealed class ModelCatalog(DataFolder folder)
{
    /// <summary>What was read of a folder, until its files change: a page asks for all of them again and again.</summary>
    private readonly ConcurrentDictionary<string, (string Stamp, RegisteredModel Model)> known = new(StringComparer.Ordinal);

    /// <summary>The shipped weights lie beside the program.</summary>
    public static string ShippedRoot => Path.Combine(AppContext.BaseDirectory, "models");

    public IReadOnlyList<RegisteredModel> List() =>
        [.. Scan(ShippedRoot, ModelOrigin.Shipped), .. Scan(folder.Models, ModelOrigin.Trained)];

    /// <summary>The same on a thread of its own: a folder that was not read yet is megabytes.</summary>
    public Task<IReadOnlyList<RegisteredModel>> ListAsync() => Task.Run(List);

    public RegisteredModel? Find(string name) => List().FirstOrDefault(model => model.Name == name);

    /// <exception cref="ModelFileException">The files are missing, damaged, or do not fit each other.</exception>
    public IStationModel Load(string name, Quantity quantity) =>
        BuiltInModels.Find(name, quantity) ?? Of(LoadFrom(DirectoryOf(name)), quantity);

    /// <summary>What is shipped forecasts every sensor that has no other model, and is read once; what one sensor has is read when it is
    /// its turn.</summary>
    private IStationModel LoadFrom(string path) =>
        Path.GetDirectoryName(path) == ShippedRoot && Directory.Exists(path) && Describe(path, ModelOrigin.Shipped).Model is { } shipped
            ? shipped
            : StationModels.Load(path);

    /// <summary>A model of both quantities as that of one; another model itself.</summary>
    public static IStationModel Of(IStationModel model, Quantity quantity) => model is ForecastModel window ? window.For(quantity) : model;

    /// <summary>Where the files of a model ought to be; null where they are there, or it needs none.</summary>
    public string? MissingFolderOf(string name) =>
        BuiltInModels.Has(name) || Directory.Exists(DirectoryOf(name)) ? null : DirectoryOf(name);

    /// <summary>Which files a name stands for; empty for a built-in one, which has none, and where they are gone.</summary>
    public string DigestOf(string name) =>
        File.Exists(Path.Combine(DirectoryOf(name), "model.json")) ? StationModels.DigestOf(DirectoryOf(name)) : "";

    /// <summary>From now on nothing is saved over the model. (What is shipped lies where only the installer writes.)</summary>
    public void Keep(string name)
    {
        if (Directory.Exists(Path.Combine(folder.Models, name)))
        {
            StationModels.Keep(Path.Combine(folder.Models, name));
        }
    }

    /// <summary>The name, or that with a number where there is a model of it already.</summary>
    public string FreeName(string name) =>
        Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? name : $"{name}-{number}")
            .First(wish => !Directory.Exists(Path.Combine(folder.Models, wish)));

    private string DirectoryOf(string name)
    {
        // Nothing may take the name of a shipped model: going back to that must give what it was. Of a model that is nowhere, the folder
        // where a person can put it back.
        var shipped = Path.Combine(ShippedRoot, name);
        return Directory.Exists(shipped) ? shipped : Path.Combine(folder.Models, name);
    }

    private IEnumerable<RegisteredModel> Scan(string root, ModelOrigin origin) =>
        Directory.Exists(root)
            ? Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(path => Describe(path, origin))
            : [];

    private RegisteredModel Describe(string path, ModelOrigin origin)
    {
        var stamp = string.Join(
            ' ',
            new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        if (known.TryGetValue(path, out var before) && before.Stamp == stamp)
        {
            return before.Model;
        }

        var model = Read(path, origin);
        known[path] = (stamp, model);
        return model;
    }

    private static RegisteredModel Read(string path, ModelOrigin origin)
    {
        var name = Path.GetFileName(path);
        if (BuiltInModels.Has(name))
        {
            return new RegisteredModel(
                name, path, origin, null, new Problem("model.baseline-name", name));
        }

        if (origin != ModelOrigin.Shipped && Directory.Exists(Path.Combine(ShippedRoot, name)))
        {
            return new RegisteredModel(name, path, origin, null, new Problem("model.shipped-name", name));
        }

        try
        {
            var model = StationModels.Load(path);
            return new RegisteredModel(
                name, path, origin == ModelOrigin.Trained && model is ForecastModel { Card: null } ? ModelOrigin.Imported : origin, model,
                null);
        }
        catch (ModelFileException problem)
        {
            return new RegisteredModel(name, path, origin, null, problem.Problem);
        }
    }
}
