using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>From which minute on the target hears of what waits to be judged.</summary>
    [DbContext(typeof(StationDbContext))]
    [Migration("20261208000000_HistoryIsNotTold")]
    public partial class HistoryIsNotTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<int>(name: "told_from_minute", table: "stale_spans", type: "INTEGER", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE stale_spans DROP COLUMN told_from_minute;");
    }
}
