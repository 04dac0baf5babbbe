using Whatever.Web.Storage;

namespace Whatever.Web.Alarms;

public static class AlarmsRegistration
{
    public static IServiceCollection AddAlarms(this IServiceCollection services) => services
        .AddSingleton<IAlarmLog, AlarmLog>()
        .AddSingleton<AlarmEditor>()
        .AddSingleton<AlarmQueries>()
        .AddSingleton<AlarmFigureQueries>()
        .AddSingleton<FindingQueries>()
        .AddSingleton<JudgementQueries>();
}
