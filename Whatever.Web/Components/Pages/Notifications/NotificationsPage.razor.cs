using Microsoft.AspNetCore.Components;
using Whatever.Web.Domain;
using Whatever.Web.Notifications;
using Whatever.Web.Storage;

namespace Whatever.Web.Components.Pages.Notifications;

/// <summary>Who is told of alarms.</summary>
public partial class NotificationsPage
{
    private IReadOnlyList<NotificationContact> contacts = [];
    private IReadOnlyList<NotificationRule> rules = [];
    private IReadOnlyList<ShownMessage> messages = [];
    private IReadOnlyList<Sensor> sensors = [];

    [Inject]
    private NotificationQueries Queries { get; set; } = null!;

    protected override bool Concerns(ChangeKind kind) => kind is ChangeKind.Notifications or ChangeKind.Stations;

    protected override async Task LoadAsync() => (contacts, rules, messages, sensors) = (
        await Queries.ContactsAsync(), await Queries.RulesAsync(), await Queries.MessagesAsync(), await Stations.ListAsync());
}
