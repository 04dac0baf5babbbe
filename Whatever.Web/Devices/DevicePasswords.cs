using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Devices;

/// <summary>Keeps the passwords of brokers.</summary>
public sealed class DevicePasswords(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.Devices.Password");
