using Coravel;
using Coravel.Scheduling.Schedule.Interfaces;
using Whatever.Web.Domain;

namespace Whatever.Web.Scheduling;

public static class SchedulingRegistration
{
    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        // Stopped after everything that is registered later and may start a job.
        services.AddHostedService<JobShutdown>();
        services.AddScheduler();
        services.Remove(services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(IScheduler).Assembly));
        services.AddHostedService<MinuteTicks>();
        services.AddScoped<JobContext>();
        services.AddSingleton<SchedulerPulse>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IJobStarter>(provider => provider.GetRequiredService<JobRunner>());
        services.AddSingleton<ScheduleClocks>();
        services.AddSingleton<ClockKeeper>();
        services.AddSingleton<ScheduleEditor>();
        services.AddTransient<SchedulerTick>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<JobRunner>());
        foreach (var job in JobCatalog.Scheduled)
        {
            services.AddTransient(job.Invocable!);
        }

        return services;
    }

    public static void UseScheduling(this WebApplication app) =>
        app.Services.UseScheduler(scheduler => scheduler.Schedule<SchedulerTick>().EveryMinute())
            .OnError(problem => app.Logger.LogError(problem, "The scheduler failed to look at its table; it looks again in a minute"));
}
