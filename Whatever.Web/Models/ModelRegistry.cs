using Microsoft.EntityFrameworkCore;
using Whatever.Model.ModelFiles;
using Whatever.Model.Series;
using Whatever.Web.Domain;
using Whatever.Web.Storage;

namespace Whatever.Web.Models;

/// <summary>A model on disk; <see cref="Problem"/> says why it cannot be used.</summary>
public sealed record RegisteredModel(string Name, string Directory, ModelOrigin Origin, ForecastModel? Model, string? Problem);

public enum ModelOrigin
{
    Shipped = 0,
    Trained = 1,
    Imported = 2,
}

/// <summary>Knows the models on disk and which one forecasts what.</summary>
public sealed class ModelRegistry(IDbContextFactory<StationDbContext> contexts, DataFolder folder, ChangeFeed changes, TimeProvider time) : IForecastModels
{
    /// <summary>The shipped weights lie beside the program.</summary>
    public static string ShippedRoot => Path.Combine(AppContext.BaseDirectory, "models");

    public IReadOnlyList<RegisteredModel> List() =>
        [.. Scan(ShippedRoot, ModelOrigin.Shipped), .. Scan(folder.Models, ModelOrigin.Trained)];

    public async Task<IReadOnlyList<ForecastModel>> LoadAsync(int sensorKey, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var assigned = await db.ModelAssignments.AsNoTracking().Where(row => row.SensorKey == sensorKey).ToListAsync(cancellation);
        return [.. QuantityNames.All.Select(quantity => ForecastModel.Load(
            assigned.FirstOrDefault(row => row.Quantity == quantity) is { } chosen ? DirectoryOf(chosen.Model) : Path.Combine(ShippedRoot, quantity.ToWireName())))];
    }

    /// <summary>The assignment in force; null where the shipped model forecasts.</summary>
    public async Task<ModelAssignment?> CurrentAsync(int sensorKey, Quantity quantity, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ModelAssignments.AsNoTracking().FirstOrDefaultAsync(row => row.SensorKey == sensorKey && row.Quantity == quantity, cancellation);
    }

    /// <summary>Lets a model forecast a quantity of a sensor from the next run on.</summary>
    /// <returns>What stands against it; empty where it was done.</returns>
    public async Task<IReadOnlyList<string>> PromoteAsync(int sensorKey, Quantity quantity, string name, string reason, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sensor = await db.Sensors.AsNoTracking().SingleAsync(row => row.Key == sensorKey, cancellation);

        // A trained model hides a shipped one of its name, here as when it is loaded.
        var candidate = List().LastOrDefault(model => model.Name == name);
        if (Explain(candidate, name, quantity, sensor) is { } problem)
        {
            return [problem];
        }

        await db.ModelAssignments.Where(row => row.SensorKey == sensorKey && row.Quantity == quantity).ExecuteDeleteAsync(cancellation);
        db.ModelAssignments.Add(new ModelAssignment
        {
            SensorKey = sensorKey,
            Quantity = quantity,
            Model = name,
            Version = candidate!.Model!.Version,
            Reason = reason,
            PromotedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellation);
        changes.Publish(ChangeKind.Models, sensorKey);
        return [];
    }

    private static string? Explain(RegisteredModel? candidate, string name, Quantity quantity, Sensor sensor) => candidate switch
    {
        null => $"There is no model {name}.",
        { Model: null } => candidate.Problem,
        { Model.ForecastProblem: { } problem } => problem,
        { Model: var model } when model.Quantity != quantity => $"{name} forecasts {model.Quantity.ToWireName()}, expected a model of {quantity.ToWireName()}.",
        { Model: var model } when model.SamplingIntervalMinutes != sensor.SamplingIntervalMinutes =>
            $"{name} reads a value every {model.SamplingIntervalMinutes} min, {sensor.Id} gives one every {sensor.SamplingIntervalMinutes} min.",
        _ => null,
    };

    private string DirectoryOf(string name)
    {
        var trained = Path.Combine(folder.Models, name);
        return Directory.Exists(trained) ? trained : Path.Combine(ShippedRoot, name);
    }

    private static IEnumerable<RegisteredModel> Scan(string root, ModelOrigin origin) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(path => Describe(path, origin)) : [];

    private static RegisteredModel Describe(string path, ModelOrigin origin)
    {
        try
        {
            var model = ForecastModel.Load(path);
            return new RegisteredModel(Path.GetFileName(path), path, origin == ModelOrigin.Trained && model.Card is null ? ModelOrigin.Imported : origin, model, null);
        }
        catch (ModelFileException problem)
        {
            return new RegisteredModel(Path.GetFileName(path), path, origin, null, problem.Message);
        }
    }
}
