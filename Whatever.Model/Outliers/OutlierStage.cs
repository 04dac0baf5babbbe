namespace Whatever.Model.Outliers;

/// <summary>How far from normal a value is, in the five stages of the original document.</summary>
public enum OutlierStage
{
    /// <summary>정상.</summary>
    Normal = 0,

    /// <summary>관심.</summary>
    Interest = 1,

    /// <summary>주의.</summary>
    Caution = 2,

    /// <summary>경계.</summary>
    Alert = 3,

    /// <summary>심각.</summary>
    Serious = 4,
}

/// <summary>Which end of the distribution counts as unusual.</summary>
public enum Tail
{
    /// <summary>High values.</summary>
    Upper = 0,

    /// <summary>Low values.</summary>
    Lower = 1,

    /// <summary>High and low values alike.</summary>
    Both = 2,
}
