namespace Whatever.Fuzz;

/// <summary>All kinds of file that come from outside.</summary>
public static class FuzzKinds
{
    public static IReadOnlyList<string> Names { get; } = ["csv", "model", "safetensors", "keras", "hdf5", "pickle", "ics", "json"];

    /// <summary>One for each thread.</summary>
    public static FuzzKind Create(string name) => name switch
    {
        "csv" => new CsvKind(),
        "model" => new ModelKind(),
        "safetensors" => new SafetensorsKind(),
        "keras" => new KerasKind(),
        "hdf5" => new Hdf5Kind(),
        "pickle" => new PickleKind(),
        "ics" => new IcsKind(),
        "json" => new JsonKind(),
        _ => throw new ArgumentException($"The kind is {name}, expected one of {string.Join(", ", Names)}."),
    };
}
