using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Protocol;

/// <summary>Who hears what.</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class IsolationTests(CacheMode mode) : ConformanceFixture(mode)
{
    [Test]
    public async Task Item48_TwoClients_HearOfTheirOwnPromptOnly()
    {
        await using var other = await SuiteClient.ConnectAsync(Server);
        var second = new GraphBuilder("client_b");
        Graph.Preview(Graph.Image("BLACK", 256).Out(0));
        second.Preview(second.Image("WHITE", 256).Out(0));

        var own = await Client.SubmitAsync(Graph);
        var others = await other.SubmitAsync(second);
        var heard = await Client.Socket.UntilNothingRunsAsync();
        var heardByOther = await other.Socket.UntilNothingRunsAsync();

        Assert.That(heard.Where(m => m.Type == "progress_state").Select(m => (string)m.Data!["prompt_id"]!), Is.Not.Empty.And.All.EqualTo(own));
        Assert.That(heardByOther.Where(m => m.Type == "progress_state").Select(m => (string)m.Data!["prompt_id"]!), Is.Not.Empty.And.All.EqualTo(others));
        Assert.That(heard.Concat(heardByOther).Where(m => m.Type != "status" && m.Data?["prompt_id"] is null), Is.Empty);
    }

    [Test]
    public async Task Item49_ClientWithAnyId_HearsOfItsPrompt()
    {
        await using var client = await SuiteClient.ConnectAsync(Server);
        Graph.Preview(Graph.Image("BLACK", 128).Out(0));

        var id = await client.SubmitAsync(Graph);

        Assert.That((await client.Socket.UntilNothingRunsAsync()).Where(m => m.Type == "progress_state").Select(m => (string)m.Data!["prompt_id"]!), Is.Not.Empty.And.All.EqualTo(id));
    }

    [TestCase("TestSyncProgressUpdate")]
    [TestCase("TestAsyncProgressUpdate")]
    public async Task Item50_ProgressSetByANode_IsTold(string classType)
    {
        var progress = Graph.Node(classType, ("value", Graph.Image("BLACK").Out(0)), ("sleep_seconds", 0.2));
        var save = Graph.Save(progress.Out(0));

        var result = await Client.RunAsync(Graph);

        Assert.That((result.Ran(progress), result.Ran(save), result.ImagesOf(save).Count), Is.EqualTo((true, true, 1)));
        var values = result.Messages.Where(m => m.Type == "progress_state").Select(m => m.Data!["nodes"]![progress.Id]).Where(n => (string?)n?["state"] == "running").Select(n => (double)n!["value"]!).ToList();
        Assert.That(values, Has.Count.GreaterThan(2).And.Ordered);
        Assert.That(result.Messages.Where(m => m.Type == "progress"), Is.Empty);
    }

    [Test]
    public async Task Item50_BothKindsOfProgress_WorkInOnePrompt()
    {
        var image = Graph.Image("BLACK");
        GraphNode[] nodes = [.. new[] { "TestSyncProgressUpdate", "TestAsyncProgressUpdate" }.Select(c => Graph.Node(c, ("value", image.Out(0)), ("sleep_seconds", 0.1)))];
        GraphNode[] saves = [.. nodes.Select(n => Graph.Save(n.Out(0)))];

        var result = await Client.RunAsync(Graph);

        Assert.That(nodes.Select(result.Ran), Is.All.True);
        Assert.That(saves.Select(s => result.ImagesOf(s).Count), Is.All.EqualTo(1));
    }
}
