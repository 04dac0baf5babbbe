using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.Delivery;

/// <summary>Keeps the bearer token of the target.</summary>
public sealed class TokenProtector(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.Delivery.BearerToken");
