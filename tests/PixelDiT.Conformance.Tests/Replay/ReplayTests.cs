using PixelDiT.Conformance.Tests.Support;
using PixelDiT.Tests;
using PixelDiT.Tests.Replay;

namespace PixelDiT.Conformance.Tests.Replay;

/// <summary>Every recorded exchange that runs or refuses graphs, over the real nodes.</summary>
internal sealed class ReplayTests
{
    private static readonly string[] Patterns = ["run_*", "rerun_*", "error_*", "nodes_testing_*", "validation_*", "interrupt_*", "two_clients*", "history"];

    private static IEnumerable<TestCaseData> Recordings() =>
        from pattern in Patterns
        from file in Directory.GetFiles(Path.GetDirectoryName(TestData.File("protocol/history.json"))!, $"{pattern}.json").Order(StringComparer.Ordinal)
        let name = Path.GetFileNameWithoutExtension(file)
        where !DeliberateDifferences.NotPlayed.ContainsKey(name)
        from mode in ModesFor(name)
        select new TestCaseData(name, mode);

    [TestCaseSource(nameof(Recordings))]
    public async Task Recording_Replayed_IsAnsweredTheSame(string name, CacheMode mode)
    {
        var server = await SuiteServers.OfAsync(mode);
        // As if it had just been started, but for the numbers of its prompts.
        await server.ForgetAsync();
        var recording = Recording.Load(name, anyNumbers: true, DeliberateDifferences.LeftOut.GetValueOrDefault(name).Events);

        var differences = (await new Replayer(server.Http, recording, _ => false).PlayAsync()).Where(d => !DeliberateDifferences.Explain(name, d)).ToList();

        Assert.That(differences, Is.Empty, string.Join('\n', differences));
        server.AssertSound();
    }

    // In its default mode the reference keeps results as long as memory allows; on the machine of the recordings that was until the next job that did not use them.
    private static CacheMode[] ModesFor(string name)
    {
        var flags = Recording.Load(name).Flags;
        return flags.Count > 0 ? [CacheMode.All.Single(m => m.Arguments.SequenceEqual(flags))]
            : name.StartsWith("rerun_", StringComparison.Ordinal) && name != "rerun_partial" ? [CacheMode.Classic, CacheMode.Default]
            : [CacheMode.Classic];
    }
}
