namespace Whatever.Model.Outliers;

/// <summary>Numbers that loggers and historians write where there is no value: -9999, -999.25, 1e31. Any of them may be a value.</summary>
public static class NoValueCodes
{
    /// <summary>As they are written, without a unit.</summary>
    public static IReadOnlyList<double> Known { get; } =
    [
        -99, -99.9, -99.99, -999, -999.9, -999.99, -999.25, -9999, -9999.9, -9999.99, -9999.25, -8888, -7777, -99999, -999999, -9999999,
        -32768, -6999, -7999, -2147483648, -1e31, -1e30, -1e10, -3.4e38, -3.402823466e38,
        999.9, 999.99, 9999, 9999.9, 9999.99, 32767, 65535, 99999, 999999, 9999999, 99999999, 999999999, 2147483647, 4294967295, 1e30,
        1e31, 1e10, 3.4e38, 3.402823466e38, 6999, 7999, float.MaxValue, float.MinValue,
    ];
}
