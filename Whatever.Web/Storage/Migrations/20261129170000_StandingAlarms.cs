using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>
    /// Alarms that stand for long are asked about and may be kept; nights and bursts say more of what they rest on; how often a step may be
    /// taken for a burst is a setting.
    /// </summary>
    public partial class StandingAlarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "asked_minute", table: "alarms", type: "INTEGER", nullable: true);
            migrationBuilder.AddColumn<bool>(name: "is_night_only", table: "alarms", type: "INTEGER", nullable: true);
            migrationBuilder.AddColumn<long>(name: "kept_at", table: "alarms", type: "INTEGER", nullable: true);
            migrationBuilder.AddColumn<double>(name: "step", table: "alarms", type: "REAL", nullable: true);
            migrationBuilder.AddColumn<double>(name: "usual_step", table: "alarms", type: "REAL", nullable: true);
            migrationBuilder.AddColumn<int>(name: "burst_once_in_days", table: "thresholds", type: "INTEGER", nullable: false, defaultValue: 7);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE alarms DROP COLUMN asked_minute;");
            migrationBuilder.Sql("ALTER TABLE alarms DROP COLUMN is_night_only;");
            migrationBuilder.Sql("ALTER TABLE alarms DROP COLUMN kept_at;");
            migrationBuilder.Sql("ALTER TABLE alarms DROP COLUMN step;");
            migrationBuilder.Sql("ALTER TABLE alarms DROP COLUMN usual_step;");
            migrationBuilder.Sql("ALTER TABLE thresholds DROP COLUMN burst_once_in_days;");
        }
    }
}
