using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>How often a delivery was refused; the span that ends where another one begins.</summary>
    public partial class Refusals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(name: "refusals", table: "deliveries", type: "INTEGER", nullable: false, defaultValue: 0);
            migrationBuilder.CreateIndex(
                name: "ix_stale_spans_sensor_key_to_minute", table: "stale_spans", columns: new[] { "sensor_key", "to_minute" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "ix_stale_spans_sensor_key_to_minute", table: "stale_spans");
            migrationBuilder.Sql("ALTER TABLE deliveries DROP COLUMN refusals;");
        }
    }
}
