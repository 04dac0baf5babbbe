using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>
    /// Two queues become one. What waited to be judged keeps waiting for that; from where a sensor had to be watched again is a span of its own, from which on alarms are looked for.
    /// </summary>
    public partial class OneQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(name: "sensor_watches", newName: "sensor_states");
            migrationBuilder.RenameTable(name: "watch_snapshots", newName: "state_snapshots");
            migrationBuilder.RenameTable(name: "unjudged_spans", newName: "stale_spans");
            migrationBuilder.AddColumn<int>(name: "revision", table: "sensor_states", type: "INTEGER", nullable: false, defaultValue: 0);
            migrationBuilder.AddColumn<int>(name: "work", table: "stale_spans", type: "INTEGER", nullable: false, defaultValue: 1);
            migrationBuilder.Sql("INSERT INTO stale_spans (sensor_key, from_minute, to_minute, work) SELECT sensor_key, from_minute, from_minute, 2 FROM watch_requests;");
            migrationBuilder.DropTable(name: "watch_requests");
            migrationBuilder.Sql("UPDATE settings SET name = 'fleet_state' WHERE name = 'fleet_watch'; DELETE FROM settings WHERE name = 'watch_round';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "watch_requests",
                columns: table => new
                {
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_watch_requests", row => row.sensor_key));
            migrationBuilder.Sql("INSERT INTO watch_requests (sensor_key, from_minute, sequence) SELECT sensor_key, MIN(from_minute), 1 FROM stale_spans WHERE work & 2 GROUP BY sensor_key;");
            migrationBuilder.Sql("DELETE FROM stale_spans WHERE work = 2;");
            migrationBuilder.Sql("ALTER TABLE stale_spans DROP COLUMN work;");
            migrationBuilder.Sql("ALTER TABLE sensor_states DROP COLUMN revision;");
            migrationBuilder.RenameTable(name: "stale_spans", newName: "unjudged_spans");
            migrationBuilder.RenameTable(name: "state_snapshots", newName: "watch_snapshots");
            migrationBuilder.RenameTable(name: "sensor_states", newName: "sensor_watches");
            migrationBuilder.Sql("UPDATE settings SET name = 'fleet_watch' WHERE name = 'fleet_state';");
        }
    }
}
