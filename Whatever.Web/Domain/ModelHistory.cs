using Whatever.Model.Series;

namespace Whatever.Web.Domain;

/// <summary>
/// A model took over a quantity of a sensor. Rows are only added, so that together they are the history; the newest one is in force.
/// Without a row the shipped network forecasts, or the mix of baselines where that does not take the interval.
/// </summary>
public sealed class ModelAssignment
{
    public int Id { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }

    /// <summary>Folder below one of the model roots, or the name of a built-in one.</summary>
    public required string Model { get; set; }
    public required string Version { get; set; }

    /// <summary>SHA-256 of the model's files when it took over; empty where there are none or it is not known.</summary>
    public string Digest { get; set; } = "";
    public string Reason { get; set; } = "";

    /// <summary>The <see cref="ModelTrial"/> that decided; null where a person chose.</summary>
    public int? TrialId { get; set; }
    public ModelChooser ChosenBy { get; set; }
    public DateTimeOffset PromotedAt { get; set; }
}

/// <summary>Who let a model take over.</summary>
public enum ModelChooser
{
    Person = 0,
    Job = 1,
}

/// <summary>
/// A challenger and how it did on days that its training did not see. Mean absolute errors over the same hours, in the unit of the
/// quantity; null where there was nothing to compare.
/// </summary>
public sealed class ModelTrial
{
    public int Id { get; set; }
    public int SensorKey { get; set; }
    public Quantity Quantity { get; set; }

    /// <summary>Folder of the challenger.</summary>
    public required string Model { get; set; }
    public required string Version { get; set; }
    public DateTimeOffset TrainedAt { get; set; }
    public double TrainingSeconds { get; set; }

    /// <summary>First base day compared.</summary>
    public DateOnly ComparedFrom { get; set; }

    /// <summary>Last base day compared.</summary>
    public DateOnly ComparedTo { get; set; }
    public int Hours { get; set; }

    /// <summary>What was in force; null where it could not forecast the sensor.</summary>
    public string? Champion { get; set; }
    public double? ChallengerError { get; set; }
    public double? ChampionError { get; set; }
    public double? BaselineError { get; set; }
    public TrialOutcome Outcome { get; set; }
}

/// <summary>What came of a challenge.</summary>
public enum TrialOutcome
{
    /// <summary>The challenger was better than both and forecasts now.</summary>
    ChallengerTakesOver = 0,

    /// <summary>The champion is better than the baseline, and the challenger not better than the champion.</summary>
    ChampionStays = 1,

    /// <summary>Neither was better than the baseline, which forecasts now.</summary>
    BaselineTakesOver = 2,

    /// <summary>The baseline forecasts already, and the challenger is not better.</summary>
    BaselineStays = 3,
}
