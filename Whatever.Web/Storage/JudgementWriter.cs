using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Stores judgements in bulk; judging a minute again replaces what was found before.</summary>
public static class JudgementWriter
{
    public static void Write(StationDbContext db, IEnumerable<Judgement> judgements)
    {
        using var replace = new SqliteStatement(
            (SqliteConnection)db.Database.GetDbConnection(),
            """
            INSERT OR REPLACE INTO judgements (sensor_key, minute,
                flow_rate_percentile, flow_rate_stage, flow_rate_criteria, pressure_percentile, pressure_stage, pressure_criteria)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """);
        foreach (var judgement in judgements)
        {
            replace.Bind(1, judgement.SensorKey).Bind(2, judgement.Minute);
            Bind(replace, 3, judgement.FlowRatePercentile, (int?)judgement.FlowRateStage, judgement.FlowRateCriteria);
            Bind(replace, 6, judgement.PressurePercentile, (int?)judgement.PressureStage, judgement.PressureCriteria);
            replace.Execute();
        }
    }

    private static void Bind(SqliteStatement statement, int first, double? percentile, int? stage, int? criteria)
    {
        statement.Bind(first, percentile ?? double.NaN);
        BindInt(statement, first + 1, stage);
        BindInt(statement, first + 2, criteria);
    }

    private static void BindInt(SqliteStatement statement, int index, int? value)
    {
        if (value is { } number)
        {
            statement.Bind(index, number);
        }
        else
        {
            statement.BindNull(index);
        }
    }
}
