namespace Whatever.Web.Domain;

/// <summary>A browser in which a person is signed in. Without its row what the browser sends opens nothing.</summary>
public sealed class PersonSession
{
    /// <summary>128 random bits.</summary>
    public required string Id { get; set; }

    public int PersonId { get; set; }
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>To some minutes.</summary>
    public DateTimeOffset SeenAt { get; set; }

    public string? Address { get; set; }

    /// <summary>What the browser calls itself.</summary>
    public string? Browser { get; set; }
}
