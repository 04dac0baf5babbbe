using System.Globalization;
using System.Text.RegularExpressions;

namespace Whatever.Model.Problems;

/// <summary>
/// Korean particles go by the sound that the word before them ends with: 센서가, 관측소는, 압력을. Where that word is an argument, a wording
/// has both forms, such as 이(가), and the fitting one is chosen when the argument is known. Of a word in other letters it cannot be told
/// how it is read; there both forms stay, as is usual in print.
/// </summary>
internal static partial class KoreanParticles
{
    private const char FirstSyllable = '가';
    private const char LastSyllable = '힣';

    /// <summary>
    /// Syllables of the same beginning, by their final consonant; the first of them has none (The Unicode Standard, 3.12).
    /// </summary>
    private const int Finals = 28;

    private const int Rieul = 8;

    /// <summary>Whether the digits 0 to 9 end with a consonant as they are read: 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구.</summary>
    private const string DigitFinals = "ㅇㄹ-ㅁ--ㄱㄹㄹ-";

    private enum Ending
    {
        Unknown,
        Vowel,
        Consonant,
        Rieul,
    }

    /// <param name="wording">A composite format, with particles of both forms behind its places.</param>
    /// <param name="culture">How numbers and dates are written.</param>
    /// <param name="arguments">What stands in the places, as <see cref="string.Format(IFormatProvider, string, object[])"/> takes
    /// it.</param>
    /// <returns>The format with the fitting particles.</returns>
    public static string Fit(string wording, CultureInfo culture, object?[] arguments) => BothForms().Replace(
        wording, match => match.Groups["place"].Value + Choose(
            match.Groups["particle"].Value, EndingOf(string.Format(culture, match.Groups["place"].Value, arguments))));

    [GeneratedRegex(@"(?<place>\{\d+[^{}]*\}[""']?)(?<particle>이\(가\)|을\(를\)|은\(는\)|와\(과\)|\(으\)로|이어야)")]
    private static partial Regex BothForms();

    private static string Choose(string particle, Ending ending) => (particle, ending) switch
    {
        (_, Ending.Unknown) => particle,
        ("이(가)", Ending.Vowel) => "가",
        ("이(가)", _) => "이",
        ("을(를)", Ending.Vowel) => "를",
        ("을(를)", _) => "을",
        ("은(는)", Ending.Vowel) => "는",
        ("은(는)", _) => "은",
        ("와(과)", Ending.Vowel) => "와",
        ("와(과)", _) => "과",
        ("(으)로", Ending.Consonant) => "으로",
        ("(으)로", _) => "로",
        (_, Ending.Vowel) => "여야",
        _ => particle,
    };

    private static Ending EndingOf(string said) => said.TrimEnd('"', '\'') switch
    {
        [.., >= FirstSyllable and <= LastSyllable and var syllable] => ((syllable - FirstSyllable) % Finals) switch
        {
            0 => Ending.Vowel,
            Rieul => Ending.Rieul,
            _ => Ending.Consonant,
        },
        [.., >= '0' and <= '9' and var digit] => DigitFinals[digit - '0'] switch
        {
            '-' => Ending.Vowel,
            'ㄹ' => Ending.Rieul,
            _ => Ending.Consonant,
        },
        _ => Ending.Unknown,
    };
}
