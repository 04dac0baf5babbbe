using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Alarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alarms",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: true),
                    cause = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: true),
                    since_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    raised_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    cleared_minute = table.Column<int>(type: "INTEGER", nullable: true),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    peak_score = table.Column<double>(type: "REAL", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    ended = table.Column<int>(type: "INTEGER", nullable: false),
                    flow_rate = table.Column<double>(type: "REAL", nullable: true),
                    expected_flow_rate = table.Column<double>(type: "REAL", nullable: true),
                    pressure = table.Column<double>(type: "REAL", nullable: true),
                    expected_pressure = table.Column<double>(type: "REAL", nullable: true),
                    loss_per_day = table.Column<double>(type: "REAL", nullable: true),
                    sensors = table.Column<int>(type: "INTEGER", nullable: true),
                    acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    acknowledged_by = table.Column<string>(type: "TEXT", nullable: true),
                    shelved_until = table.Column<long>(type: "INTEGER", nullable: true),
                    verdict = table.Column<int>(type: "INTEGER", nullable: true),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    is_history = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alarm_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    alarm_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    who = table.Column<string>(type: "TEXT", nullable: true),
                    minute = table.Column<int>(type: "INTEGER", nullable: true),
                    stage = table.Column<int>(type: "INTEGER", nullable: true),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    verdict = table.Column<int>(type: "INTEGER", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alarm_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_alarm_entries_alarms_alarm_id",
                        column: x => x.alarm_id,
                        principalTable: "alarms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alarm_entries_alarm_id",
                table: "alarm_entries",
                column: "alarm_id");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_open",
                table: "alarms",
                column: "raised_minute",
                filter: "state < 3");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_raised_minute",
                table: "alarms",
                column: "raised_minute");

            migrationBuilder.CreateIndex(
                name: "ix_alarms_sensor_key_cause_quantity_since_minute",
                table: "alarms",
                columns: new[] { "sensor_key", "cause", "quantity", "since_minute" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alarm_entries");

            migrationBuilder.DropTable(
                name: "alarms");
        }
    }
}
