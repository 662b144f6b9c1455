using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Clients.Tests;

/// <summary><c>@microsoft/signalr</c> follows jobs.</summary>
internal sealed class SignalRTests : ServerFixture
{
    [Test]
    public async Task Follow_CutOffInTheMiddle_ReconnectsWithSinceAndMissesNothing()
    {
        await using var proxy = new Proxy(Server.Http.BaseAddress!);
        await using var script = NodeScript.Start("cut-off.js", Url, proxy.Address.ToString().TrimEnd('/'));
        await StepAsync(script, 10);
        proxy.Cut();
        await StepAsync(script, 35);
        proxy.LetThrough();

        var said = await script.NextAsync("client");
        await script.EndedAsync();

        var start = (long)said["start"]!;
        var witness = new Heard(said["witness"]!);
        var client = new Heard(said["client"]!);
        witness.AssertGapless(start);
        client.AssertGapless(start);
        Assert.Multiple(() =>
        {
            Assert.That((int)said["reconnected"]!, Is.GreaterThanOrEqualTo(1), "it was cut off");
            Assert.That((int)said["missed"]!, Is.GreaterThanOrEqualTo(25), "it missed something");
            Assert.That(client.Essential, Is.EqualTo(witness.Essential), "the same events, in the same order");
            Assert.That(client.Dropped("progress"), Is.Zero);
            Assert.That(client.Dropped("previews"), Is.GreaterThanOrEqualTo(10), "of the pictures it missed only the latest is kept");
        });
        AssertCourse(witness, (string)said["jobId"]!, steps: 60);
    }

    [Test]
    public async Task Follow_AClientThatStopsReading_LosesPicturesAndProgressButNoOtherEventAndIsToldHowMany()
    {
        await using var script = NodeScript.Start("slow.js", Url);
        var before = await StatusAsync();
        await script.NextAsync("finished");
        var status = await StatusAsync();
        Assert.Multiple(() =>
        {
            Assert.That((int)status["connections"]!, Is.EqualTo(2));
            Assert.That((long)status["waitingEvents"]!, Is.Positive);
            Assert.That((long)status["waitingBytes"]!, Is.Positive);
            Assert.That((long)status["log"]!["bytes"]!, Is.LessThan(16 << 20));
        });

        await script.TellAsync("go on");
        var said = await script.NextAsync("slow");
        await script.EndedAsync();

        var slow = new Heard(said["slow"]!);
        var quick = new Heard(said["quick"]!);
        slow.AssertGapless((long)said["start"]!);
        quick.AssertGapless((long)said["start"]!);
        Assert.Multiple(() =>
        {
            Assert.That(slow.Dropped("previews"), Is.GreaterThan(1000), "3000 pictures of 267 KB");
            Assert.That(slow.Dropped("progress"), Is.GreaterThan(100));
            Assert.That(Without(slow, "progress", "preview", "queueChanged"), Is.EqualTo(Without(quick, "progress", "preview", "queueChanged")));
            Assert.That(slow.Events.Select(e => (double?)e["step"]).Max(), Is.EqualTo(3000), "the latest step arrives");
        });
        var after = await StatusAsync();
        Assert.That((long)after["droppedPreviews"]! - (long)before["droppedPreviews"]!, Is.GreaterThanOrEqualTo(slow.Dropped("previews")));
        Assert.That((long)after["droppedProgress"]! - (long)before["droppedProgress"]!, Is.GreaterThanOrEqualTo(slow.Dropped("progress")));
    }

    [Test]
    public async Task Follow_ByLongPolling_TheSameEvents()
    {
        await using var script = NodeScript.Start("calls.js", Url, "longpolling");
        await script.NextAsync("started");
        var job = Guid.NewGuid().ToString();
        await script.CallAsync("Subscribe", new JsonArray(job), null);
        await script.CallAsync("Submit", new JsonObject { ["prompt_id"] = job, ["prompt"] = Steps(3) });

        var types = new List<string>();
        while (types.LastOrDefault() != "jobCompleted")
        {
            var said = await script.NextAsync("events");
            types.AddRange(said["events"]!["events"]!.AsArray().Select(e => (string)e!["type"]!));
        }

        Assert.That(types, Is.EqualTo(new[]
        {
            "jobQueued", "jobStarted", "jobPlanned", "nodeStarted", "progress", "progress", "nodeExecuted", "nodeFinished", "jobCompleted",
        }), "reports without a picture are thinned out: the first and the last are left");
    }

    [Test]
    public async Task Example_OfTheDocument_RunsAWorkflow()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Paths.Repository, "docs", "signalr.md"));
        var example = document.Split("```js\n")[1].Split("```")[0];
        Assert.That(example.Split('\n'), Has.Length.LessThanOrEqualTo(30), "short enough to be read");
        var folder = Directory.CreateTempSubdirectory("pixeldit-example-").FullName;
        try
        {
            var script = Path.Combine(folder, "example.js");
            var workflow = Path.Combine(folder, "workflow.json");
            await File.WriteAllTextAsync(script, example);
            await File.WriteAllTextAsync(workflow, Steps(4).ToJsonString());
            await using var node = NodeScript.Start(script, Url, workflow);

            var lines = new List<string>();
            while (await node.NextTextAsync() is { } line)
            {
                lines.Add(line);
            }

            await node.EndedAsync();
            Assert.That(lines, Has.Some.Match("^step 1 of 4, 25 % of the job$"));
            Assert.That(lines, Has.Some.Match("^step 4 of 4, 100 % of the job$"));
            Assert.That(JsonNode.Parse(lines[^1])!["1"]!["steps"]![0]!["total_ms"], Is.Not.Null, lines[^1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A job from its being queued to its end, with pace and a fraction that grows to 1.
    private static void AssertCourse(Heard heard, string jobId, int steps)
    {
        var events = heard.Events.Where(e => (string?)e["jobId"] == jobId).ToList();
        var types = events.Select(e => (string)e["type"]!).ToList();
        Assert.That(types.Where(t => t is not ("progress" or "preview")), Is.EqualTo(new[]
        {
            "jobQueued", "jobStarted", "jobPlanned", "nodeStarted", "nodeExecuted", "nodeFinished", "jobCompleted",
        }));
        var progress = events.Where(e => (string)e["type"]! == "progress").ToList();
        Assert.That(progress.Select(e => (int)e["step"]!), Is.EqualTo(Enumerable.Range(1, steps)));
        Assert.That(progress.Select(e => (int)e["steps"]!), Is.All.EqualTo(steps));
        Assert.That(progress[0]["stepRate"], Is.Null);
        Assert.That(progress.Skip(1).Select(e => (double)e["stepRate"]!), Is.All.Positive);
        Assert.That(progress.Skip(1).Select(e => (double)e["remainingSeconds"]!), Is.All.GreaterThanOrEqualTo(0));
        Assert.That((double)progress[^1]["remainingSeconds"]!, Is.Zero);
        var fractions = events.Where(e => e["fraction"] is not null).Select(e => (double)e["fraction"]!).ToList();
        Assert.That(fractions, Is.Ordered);
        Assert.That(fractions[^1], Is.EqualTo(1));
    }

    private static List<string> Without(Heard heard, params string[] types) =>
        [.. heard.Events.Where(e => !types.Contains((string)e["type"]!)).Select(e => e.ToJsonString())];

    private static JsonObject Steps(int steps) => new()
    {
        ["1"] = new JsonObject
        {
            ["class_type"] = "BenchSteps",
            ["inputs"] = new JsonObject
            {
                ["steps"] = steps, ["work"] = 0, ["pause_ms"] = 0, ["preview_bytes"] = 1000, ["seed"] = Random.Shared.Next(1 << 30),
            },
        },
    };

    private async Task<JsonObject> StatusAsync() => (await Server.Http.GetFromJsonAsync<JsonObject>("/api/pixeldit/hub"))!;

    private static async Task StepAsync(NodeScript script, int step)
    {
        while ((int)(await script.NextAsync("step"))["step"]! < step)
        {
        }
    }
}
