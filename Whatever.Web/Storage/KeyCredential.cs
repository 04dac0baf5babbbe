using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Whatever.Model.Problems;

namespace Whatever.Web.Storage;

/// <summary>
/// Where the keys of stored secrets lie, and what they are encrypted with. Whoever has the data folder, or a copy of it, should not have
/// both the secrets and what opens them: the system may give a secret of its own (LoadCredential of systemd), or a place beside.
/// </summary>
public static class KeyCredential
{
    /// <summary>A folder for the keys that is not in the data folder.</summary>
    public const string FolderVariable = "WHATEVER_KEYS";

    /// <summary>A file with a secret of 32 bytes or more that the keys are encrypted with.</summary>
    public const string FileVariable = "WHATEVER_KEY_FILE";

    /// <summary>Set by systemd, with the credentials of the service in it.</summary>
    private const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    private const string CredentialName = "whatever-key";
    private const int FewestBytes = 32;
    private const int MostBytes = 65_536;

    /// <summary>Keys for the station's secrets.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services, DataFolder folder)
    {
        var place = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : folder.Keys;
        FolderRights.Create(place);
        services.AddDataProtection().SetApplicationName("Whatever").PersistKeysToFileSystem(new DirectoryInfo(place));
        if (Find() is { } secret)
        {
            services.AddSingleton(new KeySecret(secret));
            services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new CredentialEncryptor(secret));
        }

        return services;
    }

    /// <exception cref="StationDataException">It is there, and no secret.</exception>
    private static byte[]? Find()
    {
        var file = Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } named ? named
            : Environment.GetEnvironmentVariable(CredentialsVariable) is { Length: > 0 } folder
                && File.Exists(Path.Combine(folder, CredentialName)) ? Path.Combine(folder, CredentialName)
            : null;
        return file is null ? null : Read(file);
    }

    internal static byte[] Read(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists || info.Length is < FewestBytes or > MostBytes)
        {
            throw new StationDataException(new Problem("keys.secret", file, FewestBytes));
        }

        return HKDF.DeriveKey(HashAlgorithmName.SHA256, File.ReadAllBytes(file), FewestBytes, info: "Whatever keys"u8.ToArray());
    }
}

/// <summary>What keys are encrypted with.</summary>
internal sealed record KeySecret(byte[] Bytes);

/// <summary>Encrypts keys before they are written.</summary>
internal sealed class CredentialEncryptor(byte[] secret) : IXmlEncryptor
{
    internal const string Value = "value";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedText = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var nonce = sealedText.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(secret, AesGcm.TagByteSizes.MaxSize);
        cipher.Encrypt(
            nonce, plain, sealedText.AsSpan(nonce.Length + AesGcm.TagByteSizes.MaxSize),
            sealedText.AsSpan(nonce.Length, AesGcm.TagByteSizes.MaxSize));
        return new EncryptedXmlInfo(
            new XElement("encryptedKey", new XElement(Value, Convert.ToBase64String(sealedText))), typeof(CredentialDecryptor));
    }
}

/// <summary>Opens keys that were encrypted so; made by the library, with the services of the station.</summary>
internal sealed class CredentialDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var secret = services.GetService<KeySecret>()
            ?? throw new CryptographicException("The keys are encrypted with a secret that was not given.");
        var sealedText = Convert.FromBase64String(encryptedElement.Element(CredentialEncryptor.Value)!.Value);
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[sealedText.Length - nonce - tag];
        using var cipher = new AesGcm(secret.Bytes, tag);
        cipher.Decrypt(sealedText.AsSpan(0, nonce), sealedText.AsSpan(nonce + tag), sealedText.AsSpan(nonce, tag), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
