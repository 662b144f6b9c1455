using System.Net;
using System.Net.Sockets;
using PixelDiT.App.CommandLine;

namespace PixelDiT.App.Tests.Serve;

internal sealed class ServeCommandTests
{
    private string _base = "";

    [SetUp]
    public void MakeFolder() => _base = Directory.CreateTempSubdirectory("pixeldit-app-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_base, recursive: true);

    [Test]
    public async Task QuickTest_Starts_StopsWithZeroAndEmptiesTemp()
    {
        var left = Directory.CreateDirectory(Path.Combine(_base, "temp", "sub"));
        File.WriteAllText(Path.Combine(left.FullName, "x.png"), "x");
        using var error = new StringWriter();

        var code = await PixelDiTCommand.RunAsync(["--quick-test-for-ci", "--port", "0", "--base-directory", _base, "--verbose", "ERROR"], error);

        Assert.That(code, Is.Zero, error.ToString());
        Assert.That(Path.Combine(_base, "temp"), Does.Not.Exist);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_SaysWhetherTheBaseDirectoryIsNew(bool isNew)
    {
        var folder = isNew ? Path.Combine(_base, "typo") : _base;
        using var output = new StringWriter();
        var before = Console.Out;
        Console.SetOut(output);
        try
        {
            Assert.That(await PixelDiTCommand.RunAsync(["--quick-test-for-ci", "--port", "0", "--base-directory", folder], output), Is.Zero, output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.That(output.ToString(), isNew ? Does.Contain($"New base directory {folder}") : Does.Not.Contain("New base directory"));
    }

    [Test]
    public async Task PortInUse_SaysSoAndWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            var code = await PixelDiTCommand.RunAsync(["--port", $"{port}", "--base-directory", _base, "--verbose", "CRITICAL"], error);

            Assert.That(code, Is.EqualTo(1));
            Assert.That(error.ToString(), Does.Contain($"port {port}").And.Contain("in use").And.Contain("--port"));
        }
        finally
        {
            Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
        }
    }

    [Test]
    public async Task Run_MissingFile_IsAnErrorThatNamesIt()
    {
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            Assert.That(await PixelDiTCommand.RunAsync(["run", Path.Combine(_base, "none.json"), "--base-directory", _base], error), Is.EqualTo(1));
            Assert.That(error.ToString(), Does.Contain("none.json"));
        }
        finally
        {
            Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
        }
    }

    [Test]
    public async Task Run_InvalidWorkflow_NamesNodesAndFaults()
    {
        var file = Path.Combine(_base, "w.json");
        File.WriteAllText(file,
            """{"1":{"class_type":"EmptyImage","inputs":{"width":0,"height":8,"batch_size":1,"color":0},"_meta":{"title":"My image"}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}}}""");
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            Assert.That(await PixelDiTCommand.RunAsync(["run", file, "--base-directory", _base], error), Is.EqualTo(1));
            Assert.That(error.ToString(), Does.Contain("node 1 (EmptyImage, \"My image\")").And.Contain("Value 0 smaller than min of 1: width"));
        }
        finally
        {
            Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
        }
    }
}
