using System.Text.Json;
using Whatever.Web.Api;
using Whatever.Web.Domain;
using Whatever.Web.Readings;

namespace Whatever.Fuzz;

/// <summary>Bodies that are pushed: one row, rows, lines, and what gateways and platforms make of them; up to what is stored.</summary>
internal sealed class JsonKind : FuzzKind
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, Sensor> Sensors = new()
    {
        ["sensor_01"] = new() { Key = 1, Id = "sensor_01", Name = "One" },
        ["pump-2"] = new() { Key = 2, Id = "pump-2", Name = "Two", TimeZone = "Europe/Berlin" },
    };

    public override string Name => "json";

    public override byte[] Make(FuzzRandom random)
    {
        var body = JsonGrammar.Make(random);
        var bytes = TextPieces.Bytes(random.OneIn(2) ? JsonTokens.Mutate(body, random) : body, random);
        return random.OneIn(3) ? ByteMutations.Mutate(bytes, TextPieces.Bytes(JsonGrammar.Make(random), random), random) : bytes;
    }

    public override FuzzOutcome Read(byte[] file)
    {
        var (lines, many) = (file.Length % 2 == 1, file.Length % 4 < 2);
        var first = Take(file, areLines: false, many);
        return file.AsSpan().Contains((byte)'\n') && lines ? Take(file, areLines: true, many) : first;
    }

    private static FuzzOutcome Take(byte[] file, bool areLines, bool isMany)
    {
        using var body = new PushedBody(file, areLines);
        if (body.Problem is { } refused)
        {
            return JsonSerializer.Serialize(refused.ToString(), Json).Length > 0 ? FuzzOutcome.Refused
                : throw new InvalidOperationException("A refusal says nothing.");
        }

        var rows = PushedRows.Read(
            body.Items, Sensors.Keys, isMany, Now, Now,
            item => isMany ? PushedRows.Find(item, Sensors, id => id != "locked") : (Sensors["sensor_01"], null));
        foreach (var collector in rows.BySensor.Values)
        {
            var columns = collector.ToColumns();
            for (var i = 1; i < columns.Count; i++)
            {
                if (columns.Minutes[i] <= columns.Minutes[i - 1])
                {
                    throw new InvalidOperationException("Minutes that are stored do not rise.");
                }
            }
        }

        var answer = JsonSerializer.Serialize(rows.Answers, Json) + JsonSerializer.Serialize(rows.Ignored.Names, Json);
        return answer.Length > 0 && rows.Answers.TrueForAll(row => row.IsRejected) ? FuzzOutcome.Refused : FuzzOutcome.Accepted;
    }
}
