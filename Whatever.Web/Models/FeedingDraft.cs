using Whatever.Model.Forecasting;

namespace Whatever.Web.Models;

/// <summary>How the numbers of an input or output are scaled, as a person says it.</summary>
public abstract record Scaling
{
    private Scaling()
    {
    }

    /// <summary>They go in as they are.</summary>
    public sealed record None : Scaling;

    /// <summary>By a feature of the scaler's file.</summary>
    /// <param name="Place">From 1 on.</param>
    public sealed record Feature(int Place) : Scaling;

    /// <summary>By two values.</summary>
    /// <param name="Zero">That the network knows as 0.</param>
    /// <param name="One">That the network knows as 1.</param>
    public sealed record Ends(double Zero, double One) : Scaling;
}

/// <summary>What an input of a network is, as a person says it.</summary>
/// <param name="Feature">One of <see cref="FeatureNames.OfImports"/>.</param>
/// <param name="Constant">The number of a constant.</param>
/// <param name="Scaling">
/// Null for the scaler's feature of its place, where the scaler has as many features as the network has inputs.
/// </param>
public sealed record InputDraft(string Feature, double? Constant = null, Scaling? Scaling = null);

/// <summary>What an output of a network is, as a person says it.</summary>
/// <param name="Quantity">flow_rate, pressure, or none for one that is not used.</param>
/// <param name="Scaling">Null for that of the input of the same quantity.</param>
public sealed record OutputDraft(string Quantity, Scaling? Scaling = null);
