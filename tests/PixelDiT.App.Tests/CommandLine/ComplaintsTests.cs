using PixelDiT.App.CommandLine;

namespace PixelDiT.App.Tests.CommandLine;

/// <summary>What is said about command lines that cannot be read.</summary>
internal sealed class ComplaintsTests
{
    [TestCase("--prot 8200", "unknown flag '--prot'. Did you mean --port ")]
    [TestCase("--cache-lur=5", "unknown flag '--cache-lur=5'. Did you mean --cache-lru")]
    [TestCase("run a.json --prt 1", "unknown flag '--prt'.")]
    [TestCase("--port soon", "--port takes a whole number, not 'soon'.")]
    [TestCase("--port=soon", "--port takes a whole number, not 'soon'.")]
    [TestCase("--max-queue foo", "--max-queue takes a whole number, not 'foo'.")]
    [TestCase("--max-queue 3000000000", "--max-queue takes a whole number up to 2147483647, not '3000000000'.")]
    [TestCase("--cache-lru x", "--cache-lru takes a whole number, not 'x'.")]
    [TestCase("--cache-ram much", "--cache-ram takes a number, not 'much'.")]
    [TestCase("--max-history-age x", "--max-history-age takes a number, not 'x'.")]
    [TestCase("--max-upload-size x", "--max-upload-size takes a number, not 'x'.")]
    [TestCase("--cache-ram 1 2 3", "unexpected argument '3'.")]
    [TestCase("--port", "--port needs a value: --port PORT")]
    [TestCase("--cache-lru --port 19403", "--cache-lru needs a value: --cache-lru N")]
    [TestCase("--base-directory --cpu", "--base-directory needs a value: --base-directory DIRECTORY")]
    [TestCase("--api-keys --multi-user --port 1", "--api-keys needs a value: --api-keys FILE")]
    [TestCase("--node-packs", "--node-packs needs a value: --node-packs PATH")]
    [TestCase("run --set", "--set needs a value: --set NODE.INPUT=VALUE")]
    [TestCase("serve", "unexpected argument 'serve'. Serving needs no subcommand; the subcommands are run, doctor, models.")]
    [TestCase("sevre", "unexpected argument 'sevre'. Serving needs no subcommand; the subcommands are run, doctor, models.")]
    [TestCase("doctr a.json", "unexpected argument 'doctr'. Did you mean doctor?")]
    [TestCase("models lst", "unexpected argument 'lst'. Did you mean list?")]
    [TestCase("models", "'pixeldit models' needs a subcommand: info, list, convert.")]
    [TestCase("run", "'pixeldit run' needs WORKFLOW: a workflow in API form")]
    [TestCase("models info", "'pixeldit models info' needs FILE: a model file")]
    [TestCase("models convert a", "'pixeldit models convert' needs OUT: the safetensors file to write")]
    public async Task RunAsync_WrongCommandLine_IsOneComplaintAndWhereHelpIs(string line, string said)
    {
        var complaints = await ComplainAsync(line);

        Assert.That(complaints, Does.StartWith($"pixeldit: {said}"));
        Assert.That(complaints.TrimEnd().Split('\n'), Has.Length.EqualTo(2), complaints);
    }

    [TestCase("--prot 1", "pixeldit --help")]
    [TestCase("run", "pixeldit run --help")]
    [TestCase("models", "pixeldit models --help")]
    [TestCase("models convert a", "pixeldit models convert --help")]
    public async Task RunAsync_WrongCommandLine_NamesTheHelpOfItsSubcommand(string line, string help) =>
        Assert.That(await ComplainAsync(line), Does.EndWith($"Try: {help}{Environment.NewLine}"));

    [Test]
    public async Task RunAsync_TwoUnknownFlags_AreBothNamed() =>
        Assert.That(await ComplainAsync("--prot 1 --cachelru 2"), Does.Contain("'--prot'").And.Contain("'--cachelru'").And.Not.Contain("'1'"));

    [TestCase("--verbose --port 1")]
    [TestCase("--enable-cors-header --multi-user")]
    [TestCase("--cache-ram --port 1")]
    [TestCase("--fast --port 1")]
    public void Of_FlagAfterOneWhoseValueMayBeLeftOut_IsNoComplaint(string line) =>
        Assert.That(Complaints.Of(PixelDiTCommand.Parse(line.Split(' '))), Is.Empty);

    [Test]
    public async Task RunAsync_FeatureThatIsNotThere_IsUsageErrorThatNamesIt() =>
        Assert.That(await ComplainAsync("--enable-assets"), Does.Contain("--enable-assets").And.Contain("not supported"));

    private static async Task<string> ComplainAsync(string line)
    {
        using var error = new StringWriter();
        Assert.That(await PixelDiTCommand.RunAsync(line.Split(' '), error), Is.EqualTo(2));
        return error.ToString();
    }
}
