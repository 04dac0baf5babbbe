using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>Percentiles may be those of the sensor's own history in place of the normal distribution.</summary>
    public partial class OwnPercentiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<int>(name: "distribution", table: "thresholds", type: "INTEGER", nullable: false, defaultValue: 0);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE thresholds DROP COLUMN distribution;");
    }
}
