using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ForecastBandsAndModelHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // One row per sensor and quantity becomes a history of them: SQLite cannot number rows that are there already, so they are copied.
            migrationBuilder.Sql("CREATE TABLE model_assignments_before AS SELECT * FROM model_assignments");
            migrationBuilder.DropTable(
                name: "model_assignments");

            migrationBuilder.CreateTable(
                name: "model_assignments",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    trial_id = table.Column<int>(type: "INTEGER", nullable: true),
                    chosen_by = table.Column<int>(type: "INTEGER", nullable: false),
                    promoted_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_assignments", x => x.id);
                });

            // What the job chose has its figures as the reason.
            migrationBuilder.Sql(
                """
                INSERT INTO model_assignments (sensor_key, quantity, model, version, digest, reason, chosen_by, promoted_at)
                SELECT sensor_key, quantity, model, version, '', reason, reason LIKE 'mean absolute error%', promoted_at
                FROM model_assignments_before ORDER BY promoted_at
                """);
            migrationBuilder.Sql("DROP TABLE model_assignments_before");

            migrationBuilder.AddColumn<double>(
                name: "p10",
                table: "forecasts",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "p90",
                table: "forecasts",
                type: "REAL",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "model_trials",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    trained_at = table.Column<long>(type: "INTEGER", nullable: false),
                    training_seconds = table.Column<double>(type: "REAL", nullable: false),
                    compared_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    compared_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    hours = table.Column<int>(type: "INTEGER", nullable: false),
                    champion = table.Column<string>(type: "TEXT", nullable: true),
                    challenger_error = table.Column<double>(type: "REAL", nullable: true),
                    champion_error = table.Column<double>(type: "REAL", nullable: true),
                    baseline_error = table.Column<double>(type: "REAL", nullable: true),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_trials", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_model_assignments_sensor_key_quantity_id",
                table: "model_assignments",
                columns: new[] { "sensor_key", "quantity", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_model_trials_sensor_key_quantity_id",
                table: "model_trials",
                columns: new[] { "sensor_key", "quantity", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_trials");

            // Of each history the newest row stays: it is the one in force.
            migrationBuilder.Sql("CREATE TABLE model_assignments_after AS SELECT * FROM model_assignments");
            migrationBuilder.DropTable(
                name: "model_assignments");

            migrationBuilder.CreateTable(
                name: "model_assignments",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    promoted_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_assignments", x => new { x.sensor_key, x.quantity });
                });

            migrationBuilder.Sql(
                """
                INSERT INTO model_assignments (sensor_key, quantity, model, version, reason, promoted_at)
                SELECT sensor_key, quantity, model, version, reason, promoted_at FROM model_assignments_after AS row
                WHERE id = (SELECT MAX(id) FROM model_assignments_after WHERE sensor_key = row.sensor_key AND quantity = row.quantity)
                """);
            migrationBuilder.Sql("DROP TABLE model_assignments_after");

            // Rebuilding the table, which is how columns are dropped otherwise, fails on the view that reads it.
            migrationBuilder.Sql("ALTER TABLE forecasts DROP COLUMN p10");
            migrationBuilder.Sql("ALTER TABLE forecasts DROP COLUMN p90");
        }
    }
}
