using System.Runtime.Versioning;
using PixelDiT.App.CommandLine;
using PixelDiT.Graph.Prompts;
using PixelDiT.Imaging;
using PixelDiT.Server.Security;

namespace PixelDiT.App.Tests.CommandLine;

/// <summary>Flags about who may use the server.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SafetySettingsTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pixeldit-app-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("--listen")]
    [TestCase("--listen 0.0.0.0")]
    [TestCase("--listen 127.0.0.1,192.168.1.5")]
    [TestCase("--listen ::")]
    public void PublicAddress_WithoutKeys_IsRefusedWithBothWaysOut(string line)
    {
        var refused = Assert.Throws<UsageException>(() => Read(line.Split(' ')));

        Assert.That(refused!.Message, Does.Contain("--api-keys FILE").And.Contain("--allow-public-without-key").And.Contain("--listen"));
    }

    [Test]
    public void PublicAddress_WithKeys_IsFine()
    {
        var settings = Read("--listen", "0.0.0.0", "--api-keys", KeyFile("anna:0123456789-0123456789"));

        Assert.That(settings.Server.Security.Keys.Single().Name, Is.EqualTo("anna"));
        Assert.That(settings.Notices, Is.Empty);
    }

    [Test]
    public void PublicAddress_ThatIsMeant_IsNoticed()
    {
        var settings = Read("--listen", "0.0.0.0", "--allow-public-without-key");

        Assert.That(settings.Notices.Single(), Does.Contain("0.0.0.0").And.Contain("no API keys"));
    }

    [Test]
    public void Keys_ShortOrReadableByAll_AreNoticed()
    {
        var file = KeyFile("anna:SHORT");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var notices = Read("--api-keys", file).Notices;

        Assert.That(notices, Has.Count.EqualTo(2));
        Assert.That(string.Join('\n', notices), Does.Contain("'anna'").And.Contain("chmod 600").And.Not.Contain("SHORT"));
    }

    [TestCase("anna:SECRET:boss")]
    [TestCase("")]
    public void Keys_Wrong_AreRefusedWithoutShowingThem(string text)
    {
        var file = KeyFile(text);
        var refused = Assert.Throws<UsageException>(() => Read("--api-keys", file));

        Assert.That(refused!.Message, Does.Contain(file).And.Not.Contain("SECRET"));
    }

    [Test]
    public void Keys_MissingFile_IsRefused() =>
        Assert.That(() => Read("--api-keys", Path.Combine(_folder, "none")), Throws.TypeOf<UsageException>().With.Message.Contains("cannot be read"));

    [Test]
    public void Limits_AreRead()
    {
        var settings = Read("--max-image-pixels", "1000000", "--max-graph-nodes", "500", "--max-sockets", "20", "--submit-rate", "30/m", "--accept-any-upload");

        Assert.That(settings.Server.Security.Images, Is.EqualTo(new ImageLimits { MaxPixels = 1_000_000 }));
        Assert.That(settings.PromptLimits, Is.EqualTo(new PromptLimits { MaxNodes = 500 }));
        Assert.That(settings.Server.Sockets.MaxConnections, Is.EqualTo(20));
        Assert.That(settings.Server.Security.SubmitRate, Is.EqualTo(new SubmitRate(30, TimeSpan.FromMinutes(1))));
        Assert.That(settings.Server.Security.AcceptAnyUpload, Is.True);
    }

    [Test]
    public void OriginsHostsAndProxies_MayBeRepeated()
    {
        var security = Read(
            "--allow-origin", "https://A.example/", "--allow-origin", "http://b.example:3000", "--allow-host", "x.example", "*.y.example", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1")
            .Server.Security;

        Assert.That(security.AllowedOrigins, Is.EqualTo(new[] { "https://a.example", "http://b.example:3000" }));
        Assert.That(security.AllowedHosts, Is.EqualTo(new[] { "x.example", "*.y.example" }));
        Assert.That(security.TrustedProxies, Is.EqualTo(new[] { "10.0.0.0/8", "::1" }));
    }

    [TestCase("--submit-rate fast", "5/s")]
    [TestCase("--allow-origin app.example", "https://app.example")]
    [TestCase("--trusted-proxy nginx", "--trusted-proxy: 'nginx' is no address and no network such as 10.0.0.0/8.")]
    [TestCase("--max-image-pixels 0", "above 0")]
    [TestCase("--max-graph-nodes -1", "above 0")]
    [TestCase("--max-sockets 0", "above 0")]
    [TestCase("--log-format xml", "text or json")]
    [TestCase("--otlp-endpoint collector:4317", "http://127.0.0.1:4317")]
    public void Value_Wrong_SaysWhatWouldBeRight(string line, string part) =>
        Assert.That(() => Read(line.Split(' ')), Throws.TypeOf<UsageException>().With.Message.Contains(part));

    private string KeyFile(string text)
    {
        var file = Path.Combine(_folder, "keys.txt");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static Settings Read(params string[] arguments)
    {
        var result = PixelDiTCommand.Parse(arguments);
        Assert.That(result.Errors, Is.Empty);
        return Settings.Read(result, arguments);
    }
}
