using Whatever.Model.Series;

namespace Whatever.Model.Forecasting;

/// <summary>The models that are made of nothing but the sensor's own readings: they have no files.</summary>
public static class BuiltInModels
{
    /// <summary>Their names, which no folder may have.</summary>
    public static IReadOnlyList<string> Names { get; } = [MixModel.ReservedName, SeasonalModel.ReservedName];

    /// <summary>Whether a name is one of theirs.</summary>
    /// <param name="name">Of a model.</param>
    public static bool Has(string name) => Names.Contains(name);

    /// <summary>The model of that name; null where it is none of them.</summary>
    /// <param name="name">Of a model.</param>
    /// <param name="quantity">What it is to forecast.</param>
    public static IStationModel? Find(string name, Quantity quantity) => name switch
    {
        MixModel.ReservedName => new MixModel(quantity),
        SeasonalModel.ReservedName => new SeasonalModel(quantity),
        _ => null,
    };
}
