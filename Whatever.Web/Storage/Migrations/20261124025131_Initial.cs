using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "criteria",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    mean = table.Column<double>(type: "REAL", nullable: false),
                    standard_deviation = table.Column<double>(type: "REAL", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: true),
                    to_minute = table.Column<int>(type: "INTEGER", nullable: true),
                    origin = table.Column<int>(type: "INTEGER", nullable: false),
                    built_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_criteria", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    sensor_id = table.Column<string>(type: "TEXT", nullable: false),
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    base_day = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    step = table.Column<int>(type: "INTEGER", nullable: true),
                    payload = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    released_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    receipt_at = table.Column<long>(type: "INTEGER", nullable: true),
                    receipt_status = table.Column<int>(type: "INTEGER", nullable: true),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "forecasts",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    base_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    hour = table.Column<int>(type: "INTEGER", nullable: false),
                    target_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: false),
                    low_confidence = table.Column<bool>(type: "INTEGER", nullable: false),
                    model_version = table.Column<string>(type: "TEXT", nullable: false),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_forecasts", x => new { x.sensor_key, x.quantity, x.base_day, x.step, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false),
                    report = table.Column<string>(type: "TEXT", nullable: false),
                    rejects_file = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    job = table.Column<string>(type: "TEXT", nullable: false),
                    trigger = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    message = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_runs", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "received_messages",
                columns: table => new
                {
                    idempotency_key = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    sensor_id = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    repeats = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_received_messages", x => x.idempotency_key);
                });

            migrationBuilder.CreateTable(
                name: "replays",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    file = table.Column<string>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    speed = table.Column<int>(type: "INTEGER", nullable: false),
                    loop = table.Column<bool>(type: "INTEGER", nullable: false),
                    running = table.Column<bool>(type: "INTEGER", nullable: false),
                    start_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    played_through_minute = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_replays", x => x.sensor_key);
                });

            migrationBuilder.CreateTable(
                name: "schedule_clocks",
                columns: table => new
                {
                    job = table.Column<string>(type: "TEXT", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", nullable: false),
                    next_due_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedule_clocks", x => new { x.job, x.time_zone });
                });

            migrationBuilder.CreateTable(
                name: "schedules",
                columns: table => new
                {
                    job = table.Column<string>(type: "TEXT", nullable: false),
                    cron = table.Column<string>(type: "TEXT", nullable: true),
                    time_zone = table.Column<string>(type: "TEXT", nullable: true),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    catch_up = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_schedules", x => x.job);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settings", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "stations",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "targets",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: true),
                    format = table.Column<int>(type: "INTEGER", nullable: false),
                    protected_token = table.Column<string>(type: "TEXT", nullable: true),
                    alert_policy = table.Column<int>(type: "INTEGER", nullable: false),
                    timeout_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_targets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "thresholds",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    tail = table.Column<int>(type: "INTEGER", nullable: false),
                    interest = table.Column<double>(type: "REAL", nullable: false),
                    caution = table.Column<double>(type: "REAL", nullable: false),
                    alert = table.Column<double>(type: "REAL", nullable: false),
                    serious = table.Column<double>(type: "REAL", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_thresholds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unjudged_spans",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    to_minute = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unjudged_spans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "zone_offsets",
                columns: table => new
                {
                    time_zone = table.Column<string>(type: "TEXT", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    until_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    offset_minutes = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_zone_offsets", x => new { x.time_zone, x.from_minute });
                });

            migrationBuilder.CreateTable(
                name: "sensors",
                columns: table => new
                {
                    key = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    station_id = table.Column<int>(type: "INTEGER", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", nullable: false),
                    flow_rate_unit = table.Column<string>(type: "TEXT", nullable: false),
                    pressure_unit = table.Column<string>(type: "TEXT", nullable: false),
                    sampling_interval_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    source = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sensors", x => x.key);
                    table.ForeignKey(
                        name: "FK_sensors_stations_station_id",
                        column: x => x.station_id,
                        principalTable: "stations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_criteria_sensor_key_quantity_version",
                table: "criteria",
                columns: new[] { "sensor_key", "quantity", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_idempotency_key",
                table: "deliveries",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_sensor_id_base_day",
                table: "deliveries",
                columns: new[] { "sensor_id", "base_day" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_state_kind_id",
                table: "deliveries",
                columns: new[] { "state", "kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_forecasts_sensor_key_quantity_target_minute_step",
                table: "forecasts",
                columns: new[] { "sensor_key", "quantity", "target_minute", "step" });

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job_started_at",
                table: "job_runs",
                columns: new[] { "job", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_received_messages_received_at",
                table: "received_messages",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_sensors_id",
                table: "sensors",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sensors_station_id",
                table: "sensors",
                column: "station_id");

            migrationBuilder.CreateIndex(
                name: "ix_thresholds_sensor_key_quantity_version",
                table: "thresholds",
                columns: new[] { "sensor_key", "quantity", "version" },
                unique: true);

            migrationBuilder.Sql(BulkSchema.Tables);
            migrationBuilder.Sql(BulkSchema.View);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(BulkSchema.Drop);

            migrationBuilder.DropTable(
                name: "criteria");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "forecasts");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "model_assignments");

            migrationBuilder.DropTable(
                name: "received_messages");

            migrationBuilder.DropTable(
                name: "replays");

            migrationBuilder.DropTable(
                name: "schedule_clocks");

            migrationBuilder.DropTable(
                name: "schedules");

            migrationBuilder.DropTable(
                name: "sensors");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "targets");

            migrationBuilder.DropTable(
                name: "thresholds");

            migrationBuilder.DropTable(
                name: "unjudged_spans");

            migrationBuilder.DropTable(
                name: "zone_offsets");

            migrationBuilder.DropTable(
                name: "stations");
        }
    }
}
