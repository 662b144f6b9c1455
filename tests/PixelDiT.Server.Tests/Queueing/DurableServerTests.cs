using System.Text.Json.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Storage;
using PixelDiT.Server.Tests.Nodes;
using PixelDiT.Server.Tests.Storage;

namespace PixelDiT.Server.Tests.Queueing;

/// <summary>A server that is stopped, or killed, and started again on the same file.</summary>
internal sealed class DurableServerTests
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new StoreFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Stop_WhileAJobRuns_PutsItBack_AndItRunsAfterTheStart()
    {
        string running, waiting;
        await using (var server = await StartAsync(_folder))
        {
            running = await server.SubmitAsync(Graphs.Gate("stop"));
            await server.Gates.Reached("stop");
            waiting = await server.SubmitAsync(Graphs.Preview());
        }

        await using var again = await StartAsync(_folder);
        await again.Gates.Reached("stop");
        again.Gates.Open("stop");
        await again.FinishedAsync(waiting);
        var entry = await again.FinishedAsync(running);

        Assert.That((bool)entry["status"]!["completed"]!, Is.True);
        Assert.That(MessagesOf(entry), Is.EqualTo(new[] { "execution_start", "execution_cached", "execution_success" }), "a stop is no interruption");
        Assert.That((await again.GetAsync("/history")).Body!.AsObject().Select(h => h.Key), Is.EqualTo(new[] { running, waiting }));
        Assert.That((int)(await again.PostAsync("/prompt", new JsonObject { ["prompt"] = Graphs.Preview() }.ToJsonString())).Body!["number"]!, Is.EqualTo(2), "the counter goes on");
    }

    [Test]
    public async Task Stop_WhileAnUploadIsOnItsWay_TakesNoFurtherJobAndPutsTheRunningOneBack()
    {
        string running, waiting;
        await using (var server = await StartAsync(_folder))
        {
            running = await server.SubmitAsync(Graphs.Gate("stop"));
            await server.Gates.Reached("stop");
            waiting = await server.SubmitAsync(Graphs.Gate("waiting"));
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync("127.0.0.1", server.Address.Port);
            await client.GetStream().WriteAsync("POST /upload/image HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b"u8.ToArray());
            // Until the server has read it: a request that comes after it on another connection has been answered.
            await server.GetAsync("/prompt");

            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await server.StopAsync(patience.Token);
        }

        await using var again = await StartAsync(_folder);
        foreach (var gate in (string[])["stop", "waiting"])
        {
            await again.Gates.Reached(gate);
            again.Gates.Open(gate);
        }

        await again.FinishedAsync(waiting);
        Assert.That(MessagesOf(await again.FinishedAsync(running)), Is.EqualTo(new[] { "execution_start", "execution_cached", "execution_success" }), "a stop is no interruption");
        Assert.That(MessagesOf(await again.FinishedAsync(waiting)), Has.None.EqualTo("pixeldit_notice"), "it had not begun");
    }

    [Test]
    public async Task Kill_WhileAJobWithSecretsRuns_TheSecondRunSaysSoAndHasEverythingElse()
    {
        await using var server = await StartAsync(_folder);
        var extra = new JsonObject
        {
            ["auth_token_comfy_org"] = "secret", ["extra_pnginfo"] = new JsonObject { ["workflow"] = new JsonObject { ["id"] = "w-1" } }, ["more"] = "é",
        };
        var id = await server.SubmitAsync(Graphs.Gate("kill"), "me", new JsonObject { ["extra_data"] = extra });
        await server.Gates.Reached("kill");
        using var copy = _folder.AfterKill();
        server.Gates.Open("kill");

        await using var again = await StartAsync(copy);
        await using var socket = await again.ConnectAsync("me");
        await again.Gates.Reached("kill");
        again.Gates.Open("kill");
        var entry = await again.FinishedAsync(id);

        Assert.That(MessagesOf(entry), Is.EqualTo(new[] { "execution_start", "pixeldit_notice", "pixeldit_notice", "execution_cached", "execution_success" }));
        Assert.That((string)entry["status"]!["messages"]![1]![1]!["message"]!, Does.Contain("second run"));
        Assert.That((string)entry["status"]!["messages"]![2]![1]!["message"]!, Does.Contain("access tokens"));
        Assert.That(((string)entry["prompt"]![3]!["client_id"]!, (string)entry["prompt"]![3]!["more"]!), Is.EqualTo(("me", "é")));
        Assert.That(entry.ToJsonString(), Does.Not.Contain("\"secret\""));
        Assert.That((string)(await again.GetAsync($"/api/jobs/{id}")).Body!["workflow_id"]!, Is.EqualTo("w-1"));
        await server.FinishedAsync(id);
    }

    [Test]
    public async Task Start_ClassOfAWaitingJobIsGone_TheJobFailsWithWhatValidationSays()
    {
        string running, gone, kept;
        await using (var server = await StartAsync(_folder))
        {
            running = await server.SubmitAsync(Graphs.Gate("gone"));
            await server.Gates.Reached("gone");
            gone = await server.SubmitAsync(Graphs.Through(Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", 1), ("preview_bytes", 11), ("seed", 0))));
            kept = await server.SubmitAsync(Graphs.Preview());
        }

        await using var again = await StartAsync(_folder, typeof(TestSteps));
        await again.Gates.Reached("gone");
        again.Gates.Open("gone");
        Assert.That((bool)(await again.FinishedAsync(kept))["status"]!["completed"]!, Is.True);
        var entry = await again.FinishedAsync(gone);
        var error = entry["status"]!["messages"]!.AsArray()[^1]!;
        Assert.That((string)error[0]!, Is.EqualTo("execution_error"));
        Assert.That((string)error[1]!["exception_message"]!, Does.Contain("was valid when it was submitted").And.Contain("TestSteps"));
        Assert.That((string)(await again.GetAsync($"/api/jobs/{gone}")).Body!["status"]!, Is.EqualTo("failed"));
        await again.FinishedAsync(running);
        Assert.That(again.TakeErrors(), Has.Some.Contains("JobFailed"));
    }

    [Test]
    public async Task Start_ValueOfAWaitingJobIsNoLongerAllowed_TheJobFailsAtThatNode()
    {
        using (var store = _folder.Open())
        {
            const string prompt = """{"1":{"class_type":"EmptyImage","inputs":{"width":0,"height":32,"batch_size":1,"color":0}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}}}""";
            await store.EnqueueAsync(StoreFolder.JobOf("12345678-1234-4234-8234-123456789abc", prompt: prompt), default);
        }

        await using var server = await StartAsync(_folder);
        var entry = await server.FinishedAsync("12345678-1234-4234-8234-123456789abc");

        var error = entry["status"]!["messages"]!.AsArray()[^1]![1]!;
        Assert.That(((string)error["node_id"]!, (string)error["node_type"]!), Is.EqualTo(("1", "EmptyImage")));
        Assert.That((string)error["exception_message"]!, Does.Contain("width").And.Contain("smaller than min"));
        Assert.That(server.TakeErrors(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Start_SecondServerOnTheSameFile_IsRefused()
    {
        await using var server = await StartAsync(_folder);

        Assert.That(async () => await StartAsync(_folder), Throws.TypeOf<JobStoreException>().With.Property("Problem").EqualTo(JobStoreProblem.InUse));
        Assert.That((int)(await server.GetAsync("/prompt")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Interrupt_BeforeAStop_Wins()
    {
        string id;
        await using (var server = await StartAsync(_folder))
        {
            id = await server.SubmitAsync(Graphs.Gate("unwanted"));
            await server.Gates.Reached("unwanted");
            await server.PostAsync("/interrupt", "");
        }

        await using var again = await StartAsync(_folder);
        Assert.That((string)(await again.GetAsync($"/api/jobs/{id}")).Body!["status"]!, Is.EqualTo("cancelled"));
    }

    private static Task<TestServer> StartAsync(StoreFolder folder, params Type[] without) => TestServer.StartAsync(
        new ServerOptions { Jobs = new JobStoreOptions { File = folder.File } },
        change: (_, parts) =>
        {
            var registry = new NodeRegistry();
            registry.AddPack([.. TestNodes.All.Except(without)], "custom_nodes.testing-pack");
            return parts with { Validator = new PromptValidator(registry, parts.Services) };
        });

    private static IEnumerable<string> MessagesOf(JsonObject entry) => entry["status"]!["messages"]!.AsArray().Select(m => (string)m![0]!);
}
