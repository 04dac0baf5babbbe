using System.Text.Json;
using Whatever.Model.Problems;

namespace Whatever.Web.Readings;

/// <summary>A part of a pushed body: mostly a row.</summary>
/// <param name="Element">What it is.</param>
public readonly record struct PushedItem(JsonElement Element)
{
    /// <summary>Where it stands, counted from 1; null where the body has no row a line.</summary>
    public int? Line { get; init; }

    /// <summary>Why its line cannot be read; null where it can.</summary>
    public Problem? Problem { get; init; }
}
