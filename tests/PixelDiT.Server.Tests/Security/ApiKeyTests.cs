using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Security;

/// <summary>Lists of keys, and the search for one.</summary>
internal sealed class ApiKeyTests
{
    [Test]
    public void Parse_LinesCommentsAndBlanks_GivesTheKeys()
    {
        var keys = ApiKeyList.Parse("# team\r\nanna:0123456789-0123456789\n\n  bert:b/+=~!:admin  \nanna:second-key", "keys.txt");

        Assert.That(keys.Select(k => (k.Name, k.IsAdmin, k.IsShort)), Is.EqualTo(new[] { ("anna", false, false), ("bert", true, true), ("anna", false, true) }));
    }

    [TestCase("", "there is no key")]
    [TestCase("# nothing\n\n", "there is no key")]
    [TestCase("anna", "line 1")]
    [TestCase("anna:SECRET:root", "line 1")]
    [TestCase("anna:SECRET:admin:x", "line 1")]
    [TestCase("ok:k1\nanna:", "line 2")]
    [TestCase(":SECRET", "line 1")]
    [TestCase("an na:SECRET", "line 1")]
    [TestCase("../anna:SECRET", "line 1")]
    [TestCase("__system:SECRET", "line 1")]
    [TestCase("anna:SEC RET", "line 1")]
    [TestCase("anna:SECRETÄ", "line 1")]
    [TestCase("anna:SECRET\nbert:SECRET", "line 2")]
    public void Parse_Wrong_NamesTheLineAndNeverTheKey(string text, string part)
    {
        var refused = Assert.Throws<ApiKeyException>(() => ApiKeyList.Parse(text, "keys.txt"));

        Assert.That(refused!.Message, Does.Contain(part).And.Contain("keys.txt").And.Not.Contain("SECRET").And.Not.Contain("SEC RET"));
    }

    [Test]
    public void Find_AmongMany_FindsTheOneAndNoOther()
    {
        var keys = Enumerable.Range(0, 100).Select(i => new ApiKey($"u{i}", $"key-number-{i}")).ToList();
        var ring = new KeyRing(keys);

        Assert.That(keys.Select((_, i) => ring.Find($"key-number-{i}")!.Name), Is.EqualTo(keys.Select(k => k.Name)));
        Assert.That(((string[])["", "key-number-", "KEY-NUMBER-1", "key-number-1 ", "key-number-100", new string('x', 5000), "\ud800"]).Select(ring.Find), Has.All.Null);
    }

    [Test]
    public void Key_AsText_ShowsNoSecret()
    {
        var options = new ServerOptions { Security = new SecurityOptions { Keys = [new ApiKey("anna", "SECRET-SECRET")] } };

        Assert.That($"{options} {System.Text.Json.JsonSerializer.Serialize(options.Security.Keys[0])}", Does.Not.Contain("SECRET"));
    }
}
