using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Whatever.Web.Storage.Migrations
{
    /// <summary>Who is told of alarms, and the outbox of what they are told.</summary>
    public partial class Notifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "notification_contacts",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    webhook_url = table.Column<string>(type: "TEXT", nullable: true),
                    protected_secret = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_notification_contacts", x => x.id));
            migrationBuilder.CreateTable(
                name: "notification_rules",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    from_stage = table.Column<int>(type: "INTEGER", nullable: false),
                    sensors = table.Column<string>(type: "TEXT", nullable: true),
                    stations = table.Column<string>(type: "TEXT", nullable: true),
                    from_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    to_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", nullable: false),
                    group_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    on_clear = table.Column<bool>(type: "INTEGER", nullable: false),
                    escalate_minutes = table.Column<int>(type: "INTEGER", nullable: true),
                    contacts = table.Column<string>(type: "TEXT", nullable: false),
                    escalation_contacts = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table => table.PrimaryKey("PK_notification_rules", x => x.id));
            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    contact_id = table.Column<int>(type: "INTEGER", nullable: false),
                    rule_id = table.Column<int>(type: "INTEGER", nullable: true),
                    channel = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notifications", x => x.id);
                    table.ForeignKey(
                        name: "FK_notifications_notification_contacts_contact_id", column: x => x.contact_id,
                        principalTable: "notification_contacts", principalColumn: "id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateTable(
                name: "notified_alarms",
                columns: table => new
                {
                    notification_id = table.Column<long>(type: "INTEGER", nullable: false),
                    alarm_id = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notified_alarms", x => new { x.notification_id, x.alarm_id });
                    table.ForeignKey(
                        name: "FK_notified_alarms_notifications_notification_id", column: x => x.notification_id,
                        principalTable: "notifications", principalColumn: "id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(
                name: "ix_notifications_message_id", table: "notifications", column: "message_id", unique: true);
            migrationBuilder.CreateIndex(name: "ix_notifications_contact_id", table: "notifications", column: "contact_id");
            migrationBuilder.CreateIndex(
                name: "ix_notifications_pending", table: "notifications", column: "due_at", filter: "state = 0");
            migrationBuilder.CreateIndex(name: "ix_notified_alarms_alarm_id", table: "notified_alarms", column: "alarm_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "notified_alarms");
            migrationBuilder.DropTable(name: "notifications");
            migrationBuilder.DropTable(name: "notification_rules");
            migrationBuilder.DropTable(name: "notification_contacts");
        }
    }
}
