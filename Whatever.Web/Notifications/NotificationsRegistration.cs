namespace Whatever.Web.Notifications;

public static class NotificationsRegistration
{
    /// <summary>Needs an <see cref="INoticeWords"/> besides.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        // The outbox has its own deadline and pauses per try.
        services.AddHttpClient(WebhookSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(WebhookSender.CreateHandler);
        return services
            .AddSingleton<MailPasswords>()
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<MailEditor>()
            .AddSingleton<NotificationEditor>()
            .AddSingleton<NotificationQueries>()
            .AddSingleton<MailSender>()
            .AddSingleton<WebhookSender>()
            .AddSingleton<NoticeSender>()
            .AddSingleton<NotificationTester>()
            .AddSingleton<NotificationPlanner>()
            .AddSingleton<NotificationOutbox>();
    }
}
