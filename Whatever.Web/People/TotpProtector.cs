using Microsoft.AspNetCore.DataProtection;
using Whatever.Web.Storage;

namespace Whatever.Web.People;

/// <summary>Keeps what codes of authenticators are made from.</summary>
public sealed class TotpProtector(IDataProtectionProvider provider) : SecretProtector(provider, "Whatever.People.Totp");
