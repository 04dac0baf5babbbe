using Whatever.Model.Problems;

namespace Whatever.Tests.Support;

/// <summary>What was refused, in English.</summary>
internal static class Sentences
{
    public static async Task<IReadOnlyList<string>> ToSentencesAsync(this Task<IReadOnlyList<Problem>> problems) =>
        [.. (await problems).Select(ProblemTexts.English)];
}
