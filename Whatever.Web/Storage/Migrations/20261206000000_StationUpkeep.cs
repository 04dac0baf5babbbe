using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>
    /// Alarms of the station itself; a queue whose heads are found by an index; alarms in a lane of their own, ahead of minutes.
    /// </summary>
    [DbContext(typeof(StationDbContext))]
    [Migration("20261206000000_StationUpkeep")]
    public partial class StationUpkeep : Migration
    {
        private const string Deliveries = "deliveries";
        private const string Unarchived = "ix_deliveries_unarchived";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "shift_minutes", table: "alarms", type: "INTEGER", nullable: true);
            migrationBuilder.AddColumn<double>(name: "free_megabytes", table: "alarms", type: "REAL", nullable: true);
            migrationBuilder.AddColumn<double>(name: "days_left", table: "alarms", type: "REAL", nullable: true);
            migrationBuilder.AddColumn<int>(
                name: "parallel_sensors", table: "targets", type: "INTEGER", nullable: false, defaultValue: 16);
            migrationBuilder.Sql(
                "UPDATE deliveries SET kind = 2 WHERE kind = 1 AND idempotency_key >= 'alarm/' AND idempotency_key < 'alarm0'");
            migrationBuilder.DropIndex(name: Unarchived, table: Deliveries);
            migrationBuilder.CreateIndex(
                name: Unarchived, table: Deliveries, columns: new[] { "sensor_id", "base_day" },
                filter: "kind = 0 AND archived_at IS NULL AND state = 1");
            migrationBuilder.CreateIndex(
                name: "ix_deliveries_heads", table: Deliveries, columns: new[] { "kind", "sensor_id", "id" },
                filter: "state = 0 AND released_at IS NOT NULL");
            migrationBuilder.CreateIndex(
                name: "ix_deliveries_refused", table: Deliveries, columns: new[] { "kind", "next_attempt_at" }, filter: "state = 2");
            migrationBuilder.CreateIndex(
                name: "ix_deliveries_paused", table: Deliveries, column: "next_attempt_at",
                filter: "state = 0 AND next_attempt_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var index in new[] { "ix_deliveries_paused", "ix_deliveries_refused", "ix_deliveries_heads", Unarchived })
            {
                migrationBuilder.DropIndex(name: index, table: Deliveries);
            }

            migrationBuilder.CreateIndex(
                name: Unarchived, table: Deliveries, column: "base_day", filter: "kind = 0 AND archived_at IS NULL");
            migrationBuilder.Sql("UPDATE deliveries SET kind = 1 WHERE kind = 2");
            migrationBuilder.DropColumn(name: "parallel_sensors", table: "targets");
            foreach (var column in new[] { "days_left", "free_megabytes", "shift_minutes" })
            {
                migrationBuilder.DropColumn(name: column, table: "alarms");
            }
        }
    }
}
