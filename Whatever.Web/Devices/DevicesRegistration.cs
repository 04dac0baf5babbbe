using Microsoft.EntityFrameworkCore;
using Whatever.Web.Devices.Lines;
using Whatever.Web.Devices.Modbus;
using Whatever.Web.Devices.Mqtt;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

public static class DevicesRegistration
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton<DevicePasswords>()
        .AddSingleton<DeviceStates>()
        .AddSingleton<DeviceStore>()
        .AddSingleton<DeviceSetups>()
        .AddSingleton<DeviceQueries>()
        .AddSingleton<IDeviceDriver, MqttDriver>()
        .AddSingleton<IDeviceDriver, ModbusDriver>()
        .AddSingleton<IDeviceDriver, SerialLineDriver>()
        .AddSingleton<DeviceHost>()
        .AddSingleton<LeftSessions>()
        .AddSingleton(provider => new DeviceEditor(
            provider.GetRequiredService<IDbContextFactory<StationDbContext>>(), provider.GetRequiredService<DevicePasswords>(),
            provider.GetRequiredService<LeftSessions>(), provider.GetRequiredService<ChangeFeed>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(
            provider => new DeviceTester(provider.GetRequiredService<DeviceSetups>(), provider.GetRequiredService<DeviceHost>()));

    /// <summary>Begins to take readings; the command line does not.</summary>
    public static IServiceCollection AddDeviceHost(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<DeviceHost>());
}
