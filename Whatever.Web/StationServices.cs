using Whatever.Web.Alarms;
using Whatever.Web.Backups;
using Whatever.Web.Components.Shared;
using Whatever.Web.Delivery;
using Whatever.Web.Demo;
using Whatever.Web.Devices;
using Whatever.Web.Domain;
using Whatever.Web.Forecasting;
using Whatever.Web.Models;
using Whatever.Web.Monitoring;
using Whatever.Web.Notifications;
using Whatever.Web.People;
using Whatever.Web.Readings;
using Whatever.Web.Retention;
using Whatever.Web.Scheduling;
using Whatever.Web.Stations;
using Whatever.Web.Storage;

namespace Whatever.Web;

/// <summary>Everything a station does without its web server: the command line uses just this.</summary>
public static class StationServices
{
    public static IServiceCollection AddStation(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));
        services.AddSingleton<ClockDoubt>();
        services.AddSingleton<StationSettings>();
        services.AddSingleton<StationEditor>();
        services.AddSingleton<HolidayEditor>();
        services.AddSingleton<SensorHolidays>();
        services.AddSingleton<ISensorHolidays>(provider => provider.GetRequiredService<SensorHolidays>());
        services.AddSingleton<DemoStation>();
        services.AddSingleton<DataRetention>();
        services.AddSingleton<RangeUpkeep>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<DiskReserve>();
        services.AddSingleton<DiskRelief>();
        services.AddSingleton<DiskWatch>();
        services.AddSingleton<BackupStore>();
        services.AddSingleton<RestoreOrder>();
        services.AddLocalization();
        services.AddSingleton<INoticeWords, NoticeWords>();
        return services
            .AddStorage(folder)
            .AddReadings()
            .AddDevices()
            .AddForecasting()
            .AddMonitoring()
            .AddAlarms()
            .AddDelivery(folder)
            .AddNotifications()
            .AddModels()
            .AddPeople()
            .AddScheduling();
    }
}
