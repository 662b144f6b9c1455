using System.ComponentModel.DataAnnotations;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>On which addresses a server starts.</summary>
internal sealed class AddressTests
{
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("10.1.2.3")]
    [TestCase("192.168.0.7")]
    [TestCase("127.0.0.1,192.168.0.7")]
    [TestCase("fe80::1")]
    public void PublicAddress_WithoutKeys_IsRefusedUnlessMeant(string listen)
    {
        var options = new ServerOptions { Listen = listen.Split(',') };

        Assert.That(options.Validate, Throws.TypeOf<ValidationException>().With.Message.Contains("AllowPublicWithoutKeys"));
        Assert.That((options with { Security = new SecurityOptions { AllowPublicWithoutKeys = true } }).Validate, Throws.Nothing);
        Assert.That((options with { Security = new SecurityOptions { Keys = [new ApiKey("a", "b")] } }).Validate, Throws.Nothing);
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.9.9.9")]
    [TestCase("::1")]
    [TestCase("::ffff:127.0.0.1")]
    public void Loopback_NeedsNoKeys(string listen) => Assert.That(new ServerOptions { Listen = [listen] }.Validate, Throws.Nothing);

    [TestCase("https://app.example", "https://app.example")]
    [TestCase("HTTPS://App.Example:443/", "https://app.example")]
    [TestCase("http://localhost:3000", "http://localhost:3000")]
    [TestCase("http://[::1]:3000", "http://[::1]:3000")]
    [TestCase("app.example", null)]
    [TestCase("https://app.example/path", null)]
    [TestCase("https://user@app.example", null)]
    [TestCase("file:///x", null)]
    [TestCase("null", null)]
    [TestCase("*", null)]
    public void NormalOrigin_IsOneForm(string text, string? normal) => Assert.That(SecurityOptions.NormalOrigin(text), Is.EqualTo(normal));

    [TestCase("10.0.0.0/33")]
    [TestCase("proxy")]
    public void TrustedProxy_Nonsense_IsRefused(string proxy) =>
        Assert.That(new ServerOptions { Security = new SecurityOptions { TrustedProxies = [proxy] } }.Validate, Throws.TypeOf<ValidationException>().With.Message.Contains(proxy));
}
