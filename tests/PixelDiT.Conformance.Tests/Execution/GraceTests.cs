using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Execution;

/// <summary>A node that does not notice that it is interrupted, on a server that waits one second for it.</summary>
internal sealed class GraceTests
{
    [Test]
    public async Task Interrupt_NodeThatIgnoresIt_EndsTheJobAndTheNextOneRuns()
    {
        using var server = await SuiteServer.StartAsync(CacheMode.Default, "--interrupt-grace", "1");
        await using var client = await SuiteClient.ConnectAsync(server);
        var graph = new GraphBuilder("deaf ");
        // Ten minutes: nothing here waits that long.
        var deaf = graph.Node("TestSyncProgressUpdate", ("value", graph.Image("BLACK").Out(0)), ("sleep_seconds", 600.0));
        graph.Preview(deaf.Out(0));
        var promptId = await client.SubmitAsync(graph);
        await client.Socket.UntilAsync(m => m.Type == "executing" && (string?)m.Data!["node"] == deaf.Id);

        using var nothing = new StringContent("");
        using var answer = await server.Http.PostAsync(new Uri("/interrupt", UriKind.Relative), nothing);
        var end = await client.Socket.UntilNothingRunsAsync();

        var interrupted = end.Single(m => m.Type == "execution_interrupted").Data!;
        Assert.That(((string)interrupted["node_id"]!, (string)interrupted["node_type"]!), Is.EqualTo((deaf.Id, "TestSyncProgressUpdate")));
        Assert.That((string)(await client.JobDoneAsync(promptId))["status"]!, Is.EqualTo("cancelled"));
        Assert.That(server.Process.Output, Does.Contain(deaf.Id).And.Contain("TestSyncProgressUpdate"), "the log names the node");

        var next = new GraphBuilder("next ");
        var preview = next.Preview(next.Image("WHITE").Out(0));
        var result = await client.RunAsync(next);
        Assert.That(result.ImagesOf(preview), Has.Count.EqualTo(1));
        Assert.That(result.Messages.Where(m => m.Type != "status" && (string?)m.Data?["prompt_id"] != result.PromptId), Is.Empty, "the node that goes on is not heard any more");
        server.AssertSound();
    }
}
