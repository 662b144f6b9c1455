using System.Text.Json.Nodes;

namespace PixelDiT.Clients.Tests;

/// <summary>Calls of a real client: what works, and what a client is told when it does not.</summary>
internal sealed class HubCallTests : ServerFixture
{
    private NodeScript _client = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _client = NodeScript.Start("calls.js", Url);
        await _client.NextAsync("started");
    }

    [TearDown]
    public async Task DisconnectAsync() => await _client.DisposeAsync();

    [Test]
    public async Task Cancel_ARunningJob_EndsIt()
    {
        var (submitted, _) = await _client.CallAsync("Submit", new JsonObject { ["prompt"] = Steps(100_000, pauseMs: 20) });
        var job = (string)submitted!["jobId"]!;
        await _client.CallAsync("Subscribe", new JsonArray(job), submitted["seq"]!.DeepClone());
        await UntilAsync("progress");

        var (cancelled, _) = await _client.CallAsync("Cancel", job);
        await UntilAsync("jobInterrupted");

        Assert.That((bool)cancelled!, Is.True);
        Assert.That((bool)(await _client.CallAsync("Cancel", job)).Result!, Is.False, "it is over");
    }

    [Test]
    public async Task Snapshot_WithAJobAtWork_ShowsHowFarItIs()
    {
        var (running, _) = await _client.CallAsync("Submit", new JsonObject { ["prompt"] = Steps(100_000, pauseMs: 20) });
        var job = (string)running!["jobId"]!;
        await _client.CallAsync("Subscribe", new JsonArray(job), running["seq"]!.DeepClone());
        await UntilAsync("progress");
        var (waiting, _) = await _client.CallAsync("Submit", new JsonObject { ["prompt"] = Steps(1) });

        var (snapshot, _) = await _client.CallAsync("Snapshot");

        await _client.CallAsync("Cancel", (string)waiting!["jobId"]!);
        await _client.CallAsync("Cancel", job);
        Assert.Multiple(() =>
        {
            Assert.That((int)snapshot!["remaining"]!, Is.EqualTo(2));
            Assert.That((string)snapshot["running"]![0]!["jobId"]!, Is.EqualTo(job));
            Assert.That((string)snapshot["running"]![0]!["nodeId"]!, Is.EqualTo("1"));
            Assert.That((double)snapshot["running"]![0]!["steps"]!, Is.EqualTo(100_000));
            Assert.That((string)snapshot["pending"]![0]!["jobId"]!, Is.EqualTo((string)waiting["jobId"]!));
        });
    }

    [Test]
    public async Task PauseMoveResume_WaitingJobs_RunInTheNewOrder()
    {
        await _client.CallAsync("Pause");
        var first = await SubmitAsync();
        var second = await SubmitAsync();
        var third = await SubmitAsync();
        var (moved, _) = await _client.CallAsync("Move", third, new JsonObject { ["before"] = first });
        await _client.CallAsync("Move", second, new JsonObject { ["position"] = 1 });
        var (snapshot, _) = await _client.CallAsync("Snapshot");
        await _client.CallAsync("SubscribeAll", snapshot!["seq"]!.DeepClone());
        await _client.CallAsync("Resume");
        var started = new List<string>();
        while (started.Count < 3)
        {
            var batch = (await _client.NextAsync("events"))["events"]!;
            started.AddRange(batch["events"]!.AsArray().Where(e => (string)e!["type"]! == "jobStarted").Select(e => (string)e!["jobId"]!));
        }

        Assert.Multiple(() =>
        {
            Assert.That((int)moved!["position"]!, Is.EqualTo(1));
            Assert.That((bool)snapshot["paused"]!, Is.True);
            Assert.That(snapshot["pending"]!.AsArray().Select(p => (string)p!["jobId"]!), Is.EqualTo(new[] { second, third, first }));
            Assert.That(started, Is.EqualTo(new[] { second, third, first }));
        });

        async Task<string> SubmitAsync() => (string)(await _client.CallAsync("Submit", new JsonObject { ["prompt"] = Steps(1) })).Result!["jobId"]!;
    }

    [TestCase("""["Submit", {}]""", "no_prompt: No prompt provided")]
    [TestCase("""["Submit", []]""", "'request': The body must be a JSON object, not an array.")]
    [TestCase("""["Submit", {"prompt": 5}]""", "invalid_request")]
    [TestCase("""["Submit", {"prompt": {"1": {"class_type": "Nope", "inputs": {}}}}]""", "Nope")]
    [TestCase("""["Submit", {"prompt": {"1": {"class_type": "BenchSteps", "inputs": {"steps": -1}}}}]""", "node 1 (BenchSteps): ")]
    [TestCase("""["Submit", {"prompt": {}, "prompt_id": "x"}]""", "prompt_id must be a valid UUID")]
    [TestCase("""["Cancel", "x"]""", "'jobId': a job id is a UUID in lower case")]
    [TestCase("""["Subscribe", ["x"], null]""", "'jobId': a job id is a UUID in lower case")]
    [TestCase("""["Subscribe", [null], null]""", "'jobId': a job id is a UUID in lower case")]
    [TestCase("""["Subscribe", null, null]""", "'jobIds': must be an array of job ids")]
    [TestCase("""["Cancel", "01234567-89ab-4cde-8f01-23456789abcd"]""", "'jobId': there is no job 01234567")]
    [TestCase("""["Move", "01234567-89ab-4cde-8f01-23456789abcd", {"position": 1}]""", "'jobId': there is no job 01234567")]
    [TestCase("""["Move", "01234567-89ab-4cde-8f01-23456789abcd", {"position": 0}]""", "'place': 'position' must be a whole number from 1")]
    [TestCase("""["Move", "01234567-89ab-4cde-8f01-23456789abcd", null]""", "'place': The body must be a JSON object, not null.")]
    [TestCase("""["Subscribe"]""", "Failed to invoke 'Subscribe'")]
    [TestCase("""["Since", "x"]""", "Failed to invoke 'Since'")]
    [TestCase("""["Nothing"]""", "Method does not exist")]
    [TestCase("""["Dispose"]""", "Method does not exist")]
    public async Task Call_ThatIsWrong_IsRefusedWithTheReasonAndTheConnectionGoesOn(string call, string reason)
    {
        var (method, arguments) = (JsonNode.Parse(call)![0]!, JsonNode.Parse(call)!.AsArray().Skip(1).Select(a => a?.DeepClone()).ToArray());

        var (_, error) = await _client.CallAsync((string)method!, arguments);

        Assert.That(error, Does.Contain(reason));
        Assert.That(error, Does.Not.Contain("   at "), "no stack trace");
        Assert.That((await _client.CallAsync("Snapshot")).Error, Is.Null);
    }

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(9_000_000_000_000_000L)]
    public async Task Since_ANumberThatTheLogDoesNotKnow_StartsOver(long after)
    {
        var (missed, _) = await _client.CallAsync("Since", after);
        await _client.CallAsync("SubscribeAll", after);
        var reset = await _client.NextAsync("reset");

        Assert.Multiple(() =>
        {
            Assert.That(missed!["batch"], Is.Null);
            Assert.That(missed["reset"]!["seq"], Is.Not.Null);
            Assert.That(reset["reset"]!["remaining"], Is.Not.Null);
        });
    }

    [Test]
    public async Task Call_TooOften_IsRefusedUntilTheNextSecond()
    {
        var errors = 0;
        for (var i = 0; i < 2000; i++)
        {
            errors += (await _client.CallAsync("UnsubscribeAll")).Error is { } error && error.Contains("calls a second", StringComparison.Ordinal) ? 1 : 0;
            if (errors > 0)
            {
                break;
            }
        }

        Assert.That(errors, Is.EqualTo(1));
    }

    [Test]
    public async Task Submit_MoreThanAMessageMayHave_ClosesThatConnectionOnly()
    {
        var (_, error) = await _client.CallAsync("Submit", new JsonObject { ["prompt"] = new string('x', 17 << 20) });

        Assert.That(error, Is.Not.Null);
        await using var another = NodeScript.Start("calls.js", Url);
        await another.NextAsync("started");
        Assert.That((await another.CallAsync("Snapshot")).Error, Is.Null);
    }

    private async Task UntilAsync(string type)
    {
        while (!(await _client.NextAsync("events"))["events"]!["events"]!.AsArray().Any(e => (string)e!["type"]! == type))
        {
        }
    }

    private static JsonObject Steps(int steps, double pauseMs = 0) => new()
    {
        ["1"] = new JsonObject
        {
            ["class_type"] = "BenchSteps",
            ["inputs"] = new JsonObject
            {
                ["steps"] = steps, ["work"] = 0, ["pause_ms"] = pauseMs, ["preview_bytes"] = 1000, ["seed"] = Random.Shared.Next(1 << 30),
            },
        },
    };
}
