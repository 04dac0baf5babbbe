using Whatever.Model.Problems;

namespace Whatever.Web.Devices.Modbus;

/// <summary>How asking a slave can fail.</summary>
public enum SlaveFailure
{
    /// <summary>Nothing came in time.</summary>
    Silence,

    /// <summary>Something came that is no answer to what was asked.</summary>
    Noise,

    /// <summary>It answered that it will not.</summary>
    Refusal,
}

/// <summary>A slave did not give what it was asked for.</summary>
public sealed class ModbusException(SlaveFailure failure, Problem problem, bool isAway = false) : ProblemException(problem)
{
    public SlaveFailure Failure { get; } = failure;

    /// <summary>There is no use in asking it for anything else now.</summary>
    public bool IsAway { get; } = isAway || failure != SlaveFailure.Refusal;
}
