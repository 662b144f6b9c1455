using System.CommandLine;
using System.Text.RegularExpressions;
using PixelDiT.App.CommandLine;
using PixelDiT.Tests;

namespace PixelDiT.App.Tests.CommandLine;

/// <summary>The tables of docs/command-line.md have every flag, and none that is not there.</summary>
internal sealed partial class CommandLinePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(TestData.File("README.md"), "../../../docs/command-line.md"));

    private static IEnumerable<string> Shown => FirstCell().Matches(Page).SelectMany(m => Flag().Matches(m.Value)).Select(m => m.Value);

    [Test]
    public void Tables_NameEveryFlagOnce() =>
        Assert.That(Shown, Is.EquivalentTo(Commands(PixelDiTCommand.Parse([]).RootCommandResult.Command).SelectMany(c => c.Options).Where(o => !o.Hidden).Select(o => o.Name).Distinct()));

    [TestCase(Flags.JobStoreVariable)]
    [TestCase(SafetySettings.KeysVariable)]
    [TestCase("PIXELDIT_BASE_DIRECTORY")]
    [TestCase("PIXELDIT_NUM_THREADS")]
    public void Tables_NameEveryVariable(string name) => Assert.That(Page, Does.Contain($"| `{name}` |"));

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    [GeneratedRegex(@"^\| `--[^|]*", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstCell();

    [GeneratedRegex("--[a-z0-9-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Flag();
}
