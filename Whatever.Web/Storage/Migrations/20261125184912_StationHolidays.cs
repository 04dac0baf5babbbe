using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class StationHolidays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "holiday_country",
                table: "stations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "holiday_file",
                table: "stations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "station_holidays",
                columns: table => new
                {
                    station_id = table.Column<int>(type: "INTEGER", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    origin = table.Column<int>(type: "INTEGER", nullable: false),
                    is_holiday = table.Column<bool>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_station_holidays", x => new { x.station_id, x.origin, x.day });
                    table.ForeignKey(
                        name: "FK_station_holidays_stations_station_id",
                        column: x => x.station_id,
                        principalTable: "stations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "station_holidays");

            migrationBuilder.DropColumn(
                name: "holiday_country",
                table: "stations");

            migrationBuilder.DropColumn(
                name: "holiday_file",
                table: "stations");
        }
    }
}
