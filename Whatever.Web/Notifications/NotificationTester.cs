using Whatever.Model.Problems;
using Whatever.Web.Domain;

namespace Whatever.Web.Notifications;

/// <summary>Sends a test at once, and says in one sentence what became of it. Nothing is stored.</summary>
public sealed class NotificationTester(
    NotificationQueries queries, NoticeSender sender, MailSender mail, MailEditor settings)
{
    /// <returns>What went wrong; null where the contact was reached by each of its ways.</returns>
    public async Task<Phrase?> TestAsync(int contactId, CancellationToken cancellation = default)
    {
        if (await queries.FindContactAsync(contactId, cancellation) is not { } contact)
        {
            return new Problem("notify.unknown", contactId);
        }

        var problems = new List<Phrase>();
        var notice = new Notice(Guid.NewGuid().ToString("N"), null, [], 0, contact.Language);
        foreach (var channel in Enum.GetValues<NotificationChannel>().Where(channel => Has(contact, channel)))
        {
            if ((await sender.SendAsync(channel, contact, notice, cancellation)).Problem is { } problem)
            {
                problems.Add(problem);
            }
        }

        return problems.Count == 0 ? null : Phrases.Join(problems);
    }

    /// <summary>Connects to the mail server as it stands in the form, and signs in; nothing is sent.</summary>
    public async Task<Phrase?> TestAsync(MailDraft draft, CancellationToken cancellation = default)
    {
        var (problems, next) = await settings.ReadAsync(draft, cancellation);
        return problems.Count > 0 ? Problem.All(problems) : (await mail.GreetAsync(next, cancellation)).Problem;
    }

    private static bool Has(NotificationContact contact, NotificationChannel channel) =>
        channel == NotificationChannel.Email ? contact.Email is not null : contact.WebhookUrl is not null;
}
