namespace Whatever.Web.Domain;

/// <summary>A place with one or more sensors.</summary>
public sealed class Station
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public List<Sensor> Sensors { get; } = [];
}
