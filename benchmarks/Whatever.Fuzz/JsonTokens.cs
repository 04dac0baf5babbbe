namespace Whatever.Fuzz;

/// <summary>Changes a JSON text token by token, so that it mostly stays one.</summary>
internal static class JsonTokens
{
    public static string Mutate(string json, FuzzRandom random)
    {
        for (var times = 1 + (random.OneIn(3) ? random.Below(4) : 0); times > 0; times--)
        {
            json = Once(json, random);
        }

        return json;
    }

    private static string Once(string json, FuzzRandom random)
    {
        var tokens = Find(json);
        if (tokens.Count == 0)
        {
            return JsonValues.Any(random);
        }

        var (begin, end) = random.Pick(tokens);
        var (other, otherEnd) = random.Pick(tokens);
        return random.Below(8) switch
        {
            < 4 => json[..begin] + JsonValues.Any(random) + json[end..],
            4 => json[..begin] + json[end..],
            5 => json[..begin] + json[other..otherEnd] + json[end..],
            6 => json[..end] + "," + json[begin..end] + json[end..],
            _ when begin < other => json[..end] + json[begin..other] + json[end..],
            _ => json[..begin] + "[" + json[begin..end] + "]" + json[end..],
        };
    }

    /// <summary>Texts and what stands between signs: numbers and words.</summary>
    private static List<(int Begin, int End)> Find(string json)
    {
        var tokens = new List<(int, int)>();
        for (var at = 0; at < json.Length;)
        {
            var begin = at;
            if (json[at] == '"')
            {
                at++;
                while (at < json.Length && json[at] != '"')
                {
                    at += json[at] == '\\' ? 2 : 1;
                }

                at = Math.Min(at + 1, json.Length);
                tokens.Add((begin, at));
            }
            else if (char.IsAsciiLetterOrDigit(json[at]) || json[at] == '-')
            {
                while (at < json.Length && (char.IsAsciiLetterOrDigit(json[at]) || json[at] is '-' or '+' or '.'))
                {
                    at++;
                }

                tokens.Add((begin, at));
            }
            else
            {
                at++;
            }
        }

        return tokens;
    }
}
