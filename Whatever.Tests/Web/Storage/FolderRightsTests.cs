using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Whatever.Tests.Support;
using Whatever.Web.Storage;

namespace Whatever.Tests.Web.Storage;

public sealed class FolderRightsTests
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    [Fact]
    public void DataFolder_ThatIsMade_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        Assert.Equal(OwnFolder, File.GetUnixFileMode(new DataFolder(Path.Combine(folder.Path, "data")).Root));
    }

    [Fact]
    public void Rights_OfOthers_AreTakenAwayOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        var data = new DataFolder(Path.Combine(folder.Path, "data"));
        var inner = Directory.CreateDirectory(Path.Combine(data.Root, "Models", "mine"));
        var file = Path.Combine(inner.FullName, "model.json");
        File.WriteAllText(file, "{}");
        File.SetUnixFileMode(file, OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(inner.FullName, OwnFolder | UnixFileMode.OtherRead);
        Assert.InRange(FolderRights.Mend(data), 2, 3);
        Assert.Equal((OwnFile, OwnFolder), (File.GetUnixFileMode(file), File.GetUnixFileMode(inner.FullName)));
        Assert.Equal(0, FolderRights.Mend(data));
    }

    [Fact]
    public void Inbox_OpenedToALogger_StaysOpenAndTheRestIsNotLookedInto()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TestFolder();
        var data = new DataFolder(Path.Combine(folder.Path, "data"));
        Directory.CreateDirectory(data.Inbox);
        var open = OwnFolder | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(data.Inbox, open);
        FolderRights.Mend(data);
        Assert.Equal(open, File.GetUnixFileMode(data.Inbox));
        Assert.Equal(
            OwnFolder, File.GetUnixFileMode(data.Root) & ~(UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));
    }

    [Fact]
    public void Keys_EncryptedWithACredential_AreOpenedByItAlone()
    {
        using var folder = new TestFolder();
        var secret = KeyCredential.Read(folder.Write("key", new string('k', 40)));
        var other = KeyCredential.Read(folder.Write("other", new string('o', 40)));
        var sealedKey = new CredentialEncryptor(secret).Encrypt(XElement.Parse("<key>plain text of a key</key>"));
        Assert.DoesNotContain("plain text", sealedKey.EncryptedElement.ToString(), StringComparison.Ordinal);
        Assert.Equal("plain text of a key", Open(secret, sealedKey.EncryptedElement).Value);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Open(other, sealedKey.EncryptedElement));
        Assert.Equal(
            "keys.secret", Assert.Throws<StationDataException>(() => KeyCredential.Read(folder.Write("short", "short"))).Problem.Code);

        static XElement Open(byte[] with, XElement element) => new CredentialDecryptor(
            new ServiceCollection().AddSingleton(new KeySecret(with)).BuildServiceProvider()).Decrypt(element);
    }
}
