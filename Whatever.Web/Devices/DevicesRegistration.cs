using Whatever.Web.Devices.Lines;
using Whatever.Web.Devices.Modbus;
using Whatever.Web.Devices.Mqtt;

namespace Whatever.Web.Devices;

public static class DevicesRegistration
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton<DevicePasswords>()
        .AddSingleton<DeviceStates>()
        .AddSingleton<DeviceStore>()
        .AddSingleton<DeviceSetups>()
        .AddSingleton<DeviceEditor>()
        .AddSingleton<DeviceQueries>()
        .AddSingleton<IDeviceDriver, MqttDriver>()
        .AddSingleton<IDeviceDriver, ModbusDriver>()
        .AddSingleton<IDeviceDriver, SerialLineDriver>()
        .AddSingleton<DeviceHost>()
        .AddSingleton(
            provider => new DeviceTester(provider.GetRequiredService<DeviceSetups>(), provider.GetRequiredService<DeviceHost>()));

    /// <summary>Begins to take readings; the command line does not.</summary>
    public static IServiceCollection AddDeviceHost(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<DeviceHost>());
}
