using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Doctor;

namespace PixelDiT.App.Tests.Doctor;

/// <summary><c>pixeldit doctor</c>.</summary>
internal sealed class DoctorTests
{
    private string _base = "";

    [SetUp]
    public void MakeFolder() => _base = Directory.CreateTempSubdirectory("pixeldit-app-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_base, recursive: true);

    [Test]
    public async Task EmptyFolder_LacksModelsWithWhichTheServerWorks()
    {
        var (code, findings) = await LookAsync();

        Assert.That(code, Is.Zero);
        Assert.That(findings.Where(f => f.Level == "fail"), Is.Empty, string.Join('\n', findings));
        Assert.That(findings.Where(f => f.Area == "models").Select(f => f.Level), Is.EqualTo(new[] { "warn", "warn" }));
        Assert.That(findings.Select(f => f.Area), Is.SupersetOf(new[] { "libraries", "device", "folders", "packs", "address" }));
        Assert.That(findings.Where(f => f.Area == "models").Select(f => f.Advice), Has.All.Contains(Path.Combine(_base, "models")));
        Assert.That(Directory.GetFileSystemEntries(_base), Is.Empty, "it only looks");
    }

    [Test]
    public async Task Models_WholeAndDamaged_AreTold()
    {
        Put("diffusion_models/good.safetensors", [.. BitConverter.GetBytes(60L), .. """{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      """u8, 0, 0, 0, 0]);
        Put("diffusion_models/cut.safetensors", [.. BitConverter.GetBytes(60L), .. """{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      """u8]);
        Put("diffusion_models/old.ckpt", [1]);
        Put("text_encoders/good.safetensors", [.. BitConverter.GetBytes(60L), .. """{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      """u8, 0, 0, 0, 0]);

        var (code, findings) = await LookAsync();

        var models = findings.Where(f => f.Area == "models").ToList();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(models.Single(m => m.Text.Contains("cut.safetensors")).Level, Is.EqualTo("fail"));
        Assert.That(models.Single(m => m.Text.Contains("old.ckpt")).Level, Is.EqualTo("fail"));
        Assert.That(models.Where(m => m.Text.Contains("good.safetensors")).Select(m => m.Level), Is.EqualTo(new[] { "ok", "ok" }));
        Assert.That(models.First(m => m.Level == "ok").Text, Does.EndWith("good.safetensors: 1 tensor, 72 bytes"));
    }

    [Test]
    public async Task Port_InUse_IsTold()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (_, findings) = await LookAsync("--port", $"{port}");

        var address = findings.Single(f => f.Area == "address");
        Assert.That(address.Level, Is.EqualTo("fail"));
        Assert.That(address.Text, Does.Contain($"127.0.0.1:{port}").And.Contain("in use"));
        Assert.That(address.Advice, Does.Contain("--port"));
    }

    [Test]
    public async Task Address_ThatIsNotOurs_IsTold()
    {
        var (_, findings) = await LookAsync("--listen", "203.0.113.7", "--port", "0", "--allow-public-without-key");

        Assert.That(findings.Single(f => f.Area == "address").Text, Does.Contain("no address of this machine"));
        Assert.That(findings.Where(f => f.Area == "flags").Select(f => f.Text), Has.One.Contains("no API keys"));
    }

    [Test]
    public async Task Flags_ThatServeWouldRefuse_AreAFinding()
    {
        var (code, findings) = await LookAsync("--listen", "0.0.0.0");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(findings.Single().Area, Is.EqualTo("flags"));
        Assert.That(findings.Single().Advice, Does.Contain("--api-keys"));
    }

    [Test]
    public async Task Folder_ThatIsAFile_IsTold()
    {
        File.WriteAllText(Path.Combine(_base, "output"), "x");

        var (_, findings) = await LookAsync();

        Assert.That(findings.Where(f => f.Area == "folders" && f.Level == "fail").Select(f => f.Text), Has.One.Contains("is a file"));
    }

    [Test]
    public async Task Text_NamesAdviceAndCountsProblems()
    {
        using var output = new StringWriter();
        var code = await DoctorCommand.RunAsync(() => Read(["--base-directory", _base, "--port", "0"]), json: false, output, CancellationToken.None);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("ok    libraries  libvips").And.Contain("warn  models").And.Contain("→ put ").And.EndWith($"no problems, 2 warnings.{Environment.NewLine}"));
    }

    [Test]
    public async Task BaseDirectory_ThatIsNotThere_IsTold()
    {
        var missing = Path.Combine(_base, "typo");

        var (_, findings) = await LookAsync("--base-directory", missing);

        Assert.That(findings.First(f => f.Area == "folders").Text, Is.EqualTo($"base directory {missing} (made when it is needed)"));
    }

    private async Task<(int Code, List<(string Level, string Area, string Text, string? Advice)> Findings)> LookAsync(params string[] arguments)
    {
        string[] place = arguments.Contains("--base-directory") ? [] : ["--base-directory", _base];
        string[] all = [.. place, .. arguments.Contains("--port") ? arguments : [.. arguments, "--port", "0"]];
        using var output = new StringWriter();
        var code = await DoctorCommand.RunAsync(() => Read(all), json: true, output, CancellationToken.None);
        return (code, [.. JsonNode.Parse(output.ToString())!.AsArray().Select(f => ((string)f!["level"]!, (string)f["area"]!, (string)f["text"]!, (string?)f["advice"]))]);
    }

    private void Put(string name, byte[] content)
    {
        var path = Path.Combine(_base, "models", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static Settings Read(string[] arguments) => Settings.Read(PixelDiTCommand.Parse(["doctor", .. arguments]), arguments);
}
