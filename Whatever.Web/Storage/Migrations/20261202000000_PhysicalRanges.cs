using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>The values that a sensor's quantity can have; those of sensors that are there already are filled in at the start.</summary>
    public partial class PhysicalRanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
            name: "sensor_ranges",
            columns: table => new
            {
                sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                quantity = table.Column<int>(type: "INTEGER", nullable: false),
                low = table.Column<double>(type: "REAL", nullable: false),
                high = table.Column<double>(type: "REAL", nullable: false),
                origin = table.Column<int>(type: "INTEGER", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_sensor_ranges", x => new { x.sensor_key, x.quantity });
                table.ForeignKey(
                    name: "FK_sensor_ranges_sensors_sensor_key", column: x => x.sensor_key, principalTable: "sensors",
                    principalColumn: "key", onDelete: ReferentialAction.Cascade);
            });

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "sensor_ranges");
    }
}
