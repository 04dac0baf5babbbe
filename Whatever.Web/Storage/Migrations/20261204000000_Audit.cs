using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>Who did what, sessions, and by which station a message is sent.</summary>
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    who = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    act = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    why = table.Column<string>(type: "TEXT", nullable: true),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_audit_entries", x => x.sequence));
            migrationBuilder.CreateIndex(name: "ix_audit_entries_at", table: "audit_entries", column: "at");
            migrationBuilder.Sql(
                """
                CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'What was noted is not changed.'); END;
                """);
            migrationBuilder.Sql(
                """
                CREATE TRIGGER audit_entries_last BEFORE DELETE ON audit_entries
                BEGIN SELECT RAISE(ABORT, 'What was noted is not removed.'); END;
                """);
            migrationBuilder.CreateTable(
                name: "person_sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    browser = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_person_sessions_people_person_id", column: x => x.person_id, principalTable: "people",
                        principalColumn: "id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(name: "ix_person_sessions_person_id", table: "person_sessions", column: "person_id");
            migrationBuilder.AddColumn<string>(name: "sender", table: "deliveries", type: "TEXT", nullable: false, defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "sender", table: "deliveries");
            migrationBuilder.DropTable(name: "person_sessions");
            migrationBuilder.DropTable(name: "audit_entries");
        }
    }
}
