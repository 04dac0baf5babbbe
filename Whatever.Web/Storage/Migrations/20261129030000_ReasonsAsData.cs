using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>
    /// Reasons that the station gave itself stood there as English sentences; they become code and arguments, to be said in the language
    /// of who reads them. What a person wrote stays as it was written.
    /// </summary>
    public partial class ReasonsAsData : Migration
    {
        private const string Version = "substr(reason, 17, instr(reason || ':', ':') - 17)";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE thresholds SET reason = json_object('code', 'system.says', 'arguments', json_array(reason)) WHERE substr(reason, 1, 8) = '{\"code\":';");
            migrationBuilder.Sql($"UPDATE thresholds SET reason = json_object('code', 'reason.back-to-version-because', 'arguments', json_array(CAST({Version} AS INTEGER), substr(reason, instr(reason, ': ') + 2))) WHERE reason GLOB 'Back to version [0-9]*: *' AND instr(reason, ':') = instr(reason, ': ') AND {Version} = CAST(CAST({Version} AS INTEGER) AS TEXT);");
            migrationBuilder.Sql($"UPDATE thresholds SET reason = json_object('code', 'reason.back-to-version', 'arguments', json_array(CAST({Version} AS INTEGER))) WHERE reason = 'Back to version ' || CAST(CAST({Version} AS INTEGER) AS TEXT);");
            migrationBuilder.Sql("UPDATE model_assignments SET reason = json_object('code', 'reason.back-to-model', 'arguments', json_array(substr(reason, 22))) WHERE reason GLOB 'Back to the model of ?*';");
            migrationBuilder.Sql("UPDATE model_assignments SET reason = json_object('code', 'reason.back-to-shipped', 'arguments', json_array()) WHERE reason = 'Back to the shipped model';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE thresholds SET reason = 'Back to version ' || json_extract(reason, '$.arguments[0]') || ': ' || json_extract(reason, '$.arguments[1]') WHERE json_valid(reason) AND reason LIKE '{\"code\":\"reason.back-to-version-because\",%';");
            migrationBuilder.Sql("UPDATE thresholds SET reason = 'Back to version ' || json_extract(reason, '$.arguments[0]') WHERE json_valid(reason) AND reason LIKE '{\"code\":\"reason.back-to-version\",%';");
            migrationBuilder.Sql("UPDATE model_assignments SET reason = 'Back to the model of ' || json_extract(reason, '$.arguments[0]') WHERE json_valid(reason) AND reason LIKE '{\"code\":\"reason.back-to-model\",%';");
            migrationBuilder.Sql("UPDATE model_assignments SET reason = 'Back to the shipped model' WHERE json_valid(reason) AND reason LIKE '{\"code\":\"reason.back-to-shipped\",%';");
            migrationBuilder.Sql("UPDATE thresholds SET reason = json_extract(reason, '$.arguments[0]') WHERE json_valid(reason) AND reason LIKE '{\"code\":\"system.says\",%';");
        }
    }
}
