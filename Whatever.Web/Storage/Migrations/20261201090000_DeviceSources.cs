using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>Devices that readings come from, and which of their values is which quantity of which sensor.</summary>
    public partial class DeviceSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_sources",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    is_paused = table.Column<bool>(type: "INTEGER", nullable: false),
                    connection = table.Column<string>(type: "TEXT", nullable: false),
                    protected_password = table.Column<string>(type: "TEXT", nullable: true),
                    progress = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_device_sources", x => x.id));

            migrationBuilder.CreateTable(
                name: "device_points",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    device_id = table.Column<int>(type: "INTEGER", nullable: false),
                    sensor_key = table.Column<int>(type: "INTEGER", nullable: false),
                    quantity = table.Column<int>(type: "INTEGER", nullable: false),
                    place = table.Column<string>(type: "TEXT", nullable: false),
                    scale = table.Column<double>(type: "REAL", nullable: false),
                    offset = table.Column<double>(type: "REAL", nullable: false),
                    is_counter = table.Column<bool>(type: "INTEGER", nullable: false),
                    counter_range = table.Column<double>(type: "REAL", nullable: true),
                    largest_flow = table.Column<double>(type: "REAL", nullable: true),
                    counter_time = table.Column<int>(type: "INTEGER", nullable: false),
                    last_count = table.Column<double>(type: "REAL", nullable: true),
                    last_count_at = table.Column<long>(type: "INTEGER", nullable: true),
                    base_count = table.Column<double>(type: "REAL", nullable: true),
                    base_count_at = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_device_points", x => x.id);
                    table.ForeignKey(
                        name: "FK_device_points_device_sources_device_id", column: x => x.device_id, principalTable: "device_sources",
                        principalColumn: "id", onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_device_points_sensors_sensor_key", column: x => x.sensor_key, principalTable: "sensors",
                        principalColumn: "key", onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(name: "ix_device_points_device_id", table: "device_points", column: "device_id");
            migrationBuilder.CreateIndex(name: "ix_device_points_sensor_key", table: "device_points", column: "sensor_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "device_points");
            migrationBuilder.DropTable(name: "device_sources");
        }
    }
}
