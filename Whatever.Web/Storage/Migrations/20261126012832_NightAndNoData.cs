using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <inheritdoc />
    public partial class NightAndNoData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "legitimate_night_use",
                table: "thresholds",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<int>(
                name: "no_data_minutes",
                table: "thresholds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 10);

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "sensors",
                type: "TEXT",
                nullable: false,
                defaultValue: "KRW");

            migrationBuilder.AddColumn<double>(
                name: "water_price",
                table: "sensors",
                type: "REAL",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "legitimate_night_use",
                table: "thresholds");

            migrationBuilder.DropColumn(
                name: "no_data_minutes",
                table: "thresholds");

            // As SQL: the table would be built anew otherwise, which the view that reads it does not allow.
            migrationBuilder.Sql("ALTER TABLE sensors DROP COLUMN currency;");
            migrationBuilder.Sql("ALTER TABLE sensors DROP COLUMN water_price;");
        }
    }
}
