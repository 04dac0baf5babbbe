using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Whatever.Web.Domain;

namespace Whatever.Web.Storage;

/// <summary>Stores judgements in bulk; judging a quantity of a minute again replaces what was found of it before.</summary>
public static class JudgementWriter
{
    public static void Write(StationDbContext db, IEnumerable<MinuteJudgement> judgements)
    {
        using var replace = new SqliteStatement(
            (SqliteConnection)db.Database.GetDbConnection(),
            """
            INSERT INTO judgements (sensor_key, minute,
                flow_rate_percentile, flow_rate_stage, flow_rate_criteria, pressure_percentile, pressure_stage, pressure_criteria)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (sensor_key, minute) DO UPDATE SET
                flow_rate_percentile = COALESCE(excluded.flow_rate_percentile, flow_rate_percentile),
                flow_rate_stage = COALESCE(excluded.flow_rate_stage, flow_rate_stage),
                flow_rate_criteria = COALESCE(excluded.flow_rate_criteria, flow_rate_criteria),
                pressure_percentile = COALESCE(excluded.pressure_percentile, pressure_percentile),
                pressure_stage = COALESCE(excluded.pressure_stage, pressure_stage),
                pressure_criteria = COALESCE(excluded.pressure_criteria, pressure_criteria)
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
