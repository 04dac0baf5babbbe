using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Notifications;

/// <summary>Keeps the password of the mail server.</summary>
public sealed class MailPasswords(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.Notifications.MailPassword");

/// <summary>Keeps what webhooks are signed with.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.Notifications.WebhookSecret");
