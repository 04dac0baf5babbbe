using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SensorWatch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "alarm_at",
                table: "thresholds",
                type: "REAL",
                nullable: false,
                defaultValue: 99.9);

            migrationBuilder.AddColumn<string>(
                name: "changed_by",
                table: "thresholds",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "context",
                table: "thresholds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<int>(
                name: "off_delay_minutes",
                table: "thresholds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 15);

            migrationBuilder.AddColumn<int>(
                name: "on_delay_minutes",
                table: "thresholds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<double>(
                name: "range_maximum",
                table: "thresholds",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "range_minimum",
                table: "thresholds",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "context",
                table: "criteria",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "decided_at",
                table: "criteria",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decided_by",
                table: "criteria",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "profile",
                table: "criteria",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "relation",
                table: "criteria",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "state",
                table: "criteria",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    minute = table.Column<int>(type: "INTEGER", nullable: false),
                    cause = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity_code = table.Column<int>(type: "INTEGER", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_findings", x => new { x.sensor_key, x.minute, x.cause, x.quantity_code });
                });

            migrationBuilder.CreateTable(
                name: "sensor_watches",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    through_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    is_live = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensor_watches", x => x.sensor_key);
                });

            migrationBuilder.CreateTable(
                name: "watch_requests",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_requests", x => x.sensor_key);
                });

            migrationBuilder.CreateTable(
                name: "watch_snapshots",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    minute = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_snapshots", x => new { x.sensor_key, x.minute });
                });

            // A station that has run for a while is watched from its stored readings on.
            migrationBuilder.Sql("INSERT INTO watch_requests (sensor_key, from_minute, sequence) SELECT sensor_key, MIN(minute), 1 FROM readings GROUP BY sensor_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "findings");

            migrationBuilder.DropTable(
                name: "sensor_watches");

            migrationBuilder.DropTable(
                name: "watch_requests");

            migrationBuilder.DropTable(
                name: "watch_snapshots");

            migrationBuilder.DropColumn(
                name: "alarm_at",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "changed_by",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "context",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "off_delay_minutes",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "on_delay_minutes",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "range_maximum",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "range_minimum",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "context",
                table: "criteria");

            migrationBuilder.DropColumn(
                name: "decided_at",
                table: "criteria");

            migrationBuilder.DropColumn(
                name: "decided_by",
                table: "criteria");

            migrationBuilder.DropColumn(
                name: "profile",
                table: "criteria");

            migrationBuilder.DropColumn(
                name: "relation",
                table: "criteria");

            migrationBuilder.DropColumn(
                name: "state",
                table: "criteria");
        }
    }
}
