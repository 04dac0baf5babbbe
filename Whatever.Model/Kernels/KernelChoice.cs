namespace Whatever.Model.Kernels;

/// <summary>
/// What a network is run with. The numbers that come out are the same for every choice, where there is a fused multiply-add.
/// </summary>
/// <param name="Path">The instructions.</param>
/// <param name="Threads">1 or 2.</param>
public readonly record struct KernelChoice(KernelPath Path, int Threads);
