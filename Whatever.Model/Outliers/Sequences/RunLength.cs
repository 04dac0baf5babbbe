namespace Whatever.Model.Outliers.Sequences;

/// <summary>How often the same value came in a row; a missing sample neither ends a run nor lengthens it.</summary>
internal struct RunLength
{
    private double last = double.NaN;
    private int length;

    public RunLength()
    {
    }

    /// <returns>Length of the run that the sample belongs to, samples.</returns>
    public int Add(double value)
    {
        if (!double.IsNaN(value))
        {
            length = value.Equals(last) ? length + 1 : 1;
            last = value;
        }

        return length;
    }
}
