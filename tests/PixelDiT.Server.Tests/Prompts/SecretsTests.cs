using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.Tests.Prompts;

/// <summary>What a client entrusts to its nodes.</summary>
internal sealed class SecretsTests
{
    [Test]
    public async Task Secrets_OfAJob_ReachTheExecutorAndNoRoute()
    {
        Listener? listener = null;
        await using var server = await TestServer.StartAsync(wrap: e => listener = new Listener(e));
        var gate = await server.SubmitAsync(Graphs.Gate("secrets"));
        await server.Gates.Reached("secrets");
        var id = await server.SubmitAsync(Graphs.Preview(), null, new JsonObject
        {
            ["extra_data"] = new JsonObject { ["auth_token_comfy_org"] = "hush-token", ["api_key_comfy_org"] = "hush-key", ["comfy_usage_source"] = "tests" },
        });

        var waiting = await server.Http.GetStringAsync(new Uri("/queue", UriKind.Relative));
        server.Gates.Open("secrets");
        await server.FinishedAsync(id);

        var request = listener!.Requests.Single(r => r.PromptId == id);
        Assert.That((request.AuthToken, request.ApiKey, request.UsageSource), Is.EqualTo(("hush-token", "hush-key", "tests")));
        Assert.That(listener.Requests.Single(r => r.PromptId == gate).AuthToken, Is.Null);
        Assert.That(waiting, Does.Contain(id).And.Not.Contain("hush"));
        foreach (var path in (string[])["/history", $"/api/jobs/{id}", "/api/jobs"])
        {
            Assert.That(await server.Http.GetStringAsync(new Uri(path, UriKind.Relative)), Does.Contain(id).And.Not.Contain("hush"), path);
        }
    }

    [TestCase("5")]
    [TestCase("{\"x\":1}")]
    [TestCase("null")]
    public async Task Secrets_NoText_AreDropped(string value)
    {
        await using var server = await TestServer.StartAsync();

        var id = await server.SubmitAsync(Graphs.Preview(), null, new JsonObject { ["extra_data"] = new JsonObject { ["api_key_comfy_org"] = JsonNode.Parse(value) } });

        var entry = await server.FinishedAsync(id);
        Assert.That(entry["prompt"]![3]!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "create_time" }));
    }

    private sealed class Listener(IJobExecutor inner) : IJobExecutor
    {
        public List<ExecutionRequest> Requests { get; } = [];

        public ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return inner.Execute(request, observer, cancellationToken);
        }

        public void Clear() => inner.Clear();
    }
}
