namespace Whatever.Web.Domain;

/// <summary>How files of one layout are read for a sensor, as it was decided or said for the first of them.</summary>
public sealed class SavedPlan
{
    public int SensorKey { get; set; }

    /// <summary>The names of the columns.</summary>
    public required string Layout { get; set; }

    /// <summary>The decisions as JSON.</summary>
    public required string Choices { get; set; }

    /// <summary>The file that it was made for.</summary>
    public required string FileName { get; set; }
    public DateTimeOffset SavedAt { get; set; }
}
