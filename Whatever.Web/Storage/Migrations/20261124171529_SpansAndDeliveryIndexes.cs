using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SpansAndDeliveryIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "quantity",
                table: "unjudged_spans",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_sensor_id_kind_receipt_at",
                table: "deliveries",
                columns: new[] { "sensor_id", "kind", "receipt_at" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_unarchived",
                table: "deliveries",
                column: "base_day",
                filter: "kind = 0 AND archived_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_undelivered",
                table: "deliveries",
                column: "kind",
                filter: "state <> 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_sensor_id_kind_receipt_at",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_unarchived",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_undelivered",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "quantity",
                table: "unjudged_spans");
        }
    }
}
