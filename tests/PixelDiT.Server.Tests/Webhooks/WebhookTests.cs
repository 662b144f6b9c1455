using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Security;
using PixelDiT.Server.Tests.Generate;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Tests.Webhooks;

/// <summary>Webhooks: what is told, signed how, how often, and what nobody gets to see.</summary>
internal sealed class WebhookTests
{
    private const string Generate = "/api/pixeldit/generate";
    private string _folder = null!;

    private static readonly WebhookOptions Quick = new()
    {
        Allow = ["127.0.0.1"], FirstDelay = TimeSpan.FromMilliseconds(10), LongestDelay = TimeSpan.FromMilliseconds(50), MaxAttempts = 4, Timeout = TimeSpan.FromSeconds(5),
    };

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pixeldit-hooks-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public async Task CompletedJob_IsToldAndSigned(bool durable)
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync(durable);
        var (status, made) = await server.PostAsync(Generate, new JsonObject { ["workflow"] = GenerateTests.Saving(Graphs.Fresh()), ["webhook"] = Hook(receiver, "s3cret") }.ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), made?.ToJsonString());

        var message = receiver.Next();
        Assert.That(message.RequestLine, Is.EqualTo("POST /hook?token=in-the-address HTTP/1.1"));
        Assert.That((string?)message.Json["type"], Is.EqualTo("job.completed"));
        var data = message.Json["data"]!;
        Assert.That((string?)data["prompt_id"], Is.EqualTo((string?)made!["prompt_id"]));
        Assert.That(data["images"]!.ToJsonString(), Is.EqualTo(made["images"]!.ToJsonString()));
        Assert.That(data["timing"]!.ToJsonString(), Is.EqualTo(made["timing"]!.ToJsonString()));
        AssertSigned(message, Encoding.UTF8.GetBytes("s3cret"));
        await StateAsync(server, (string)made["prompt_id"]!, "delivered");
    }

    [Test]
    public async Task Prompt_WithWebhookInExtraData_TellsFailuresToo()
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1")))), more: Extra(Hook(receiver)));

        var message = receiver.Next();
        Assert.That((string?)message.Json["type"], Is.EqualTo("job.failed"));
        Assert.That((string?)message.Json["data"]!["error"]!["node_type"], Is.EqualTo("TestSyncError"));
        Assert.That((string?)message.Json["data"]!["error"]!["message"], Is.EqualTo("Intentional sync execution error for testing"));
        Assert.That(message.Headers.ContainsKey("webhook-signature"), Is.False, "there is no secret");
        await server.FinishedAsync(id);
        server.TakeErrors();
    }

    [Test]
    public async Task CancelledJobs_AreTold_WaitingAndRunning()
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync();
        var gate = $"hook-{Graphs.Fresh()}";
        var running = await server.SubmitAsync(Graphs.Gate(gate), more: Extra(Hook(receiver)));
        var waiting = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));
        await server.Gates.Reached(gate);
        foreach (var id in new[] { waiting, running })
        {
            await server.PostAsync($"/api/pixeldit/jobs/{id}/cancel", "");
            var message = receiver.Next();
            Assert.That(((string?)message.Json["type"], (string?)message.Json["data"]!["prompt_id"]), Is.EqualTo(("job.cancelled", id)));
        }
    }

    [Test]
    public async Task Events_ThatAreNotWanted_AreNotTold()
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync();
        var hook = Hook(receiver);
        hook["events"] = new JsonArray("failed", "cancelled");
        var id = await server.SubmitAsync(Graphs.Preview(), more: Extra(hook));
        await server.FinishedAsync(id);

        var state = await StateAsync(server, id, "skipped");
        Assert.That(state["events"]!.ToJsonString(), Is.EqualTo("""["failed","cancelled"]"""));
        Assert.That(receiver.Waiting, Is.Zero);
    }

    [Test]
    public async Task Receiver_ThatFails_IsTriedAgainWithTheSameIdAndBody()
    {
        using var receiver = new Receiver("500 No", "", "429 Later");
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver, "s")));

        var messages = Enumerable.Range(0, 4).Select(_ => receiver.Next()).ToList();
        Assert.That(messages.Select(m => m.Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That(messages.Select(m => Convert.ToHexString(m.Bytes)).Distinct().Count(), Is.EqualTo(1));
        messages.ForEach(m => AssertSigned(m, "s"u8.ToArray()));
        var state = await StateAsync(server, id, "delivered");
        Assert.That(((int)state["attempts"]!, (int)state["last_status"]!, (string?)state["delivery_id"]), Is.EqualTo((4, 204, messages[0].Id)));
        Assert.That(state["last_error"], Is.Null);
    }

    [TestCase("302 Found", 1, "redirections are not followed")]
    [TestCase("410 Gone", 1, "wants no more")]
    [TestCase("500 No", 4, "the receiver answers 500")]
    public async Task Receiver_ThatGoesOnFailing_IsGivenUp(string answer, int attempts, string said)
    {
        using var receiver = new Receiver([.. Enumerable.Repeat(answer, 10)]);
        await using var server = await StartAsync();
        var id = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));

        var state = await StateAsync(server, id, "given_up");
        Assert.That((int)state["attempts"]!, Is.EqualTo(attempts));
        Assert.That((string?)state["last_error"], Does.Contain(said));
        Assert.That(receiver.Waiting, Is.EqualTo(attempts));
    }

    [Test]
    public async Task Undelivered_IsSentAfterTheRestart_AndAlsoThatOfAJobThatStillWaited()
    {
        using var receiver = new Receiver([.. Enumerable.Repeat("503 Down", 1)]);
        string done, waiting, first;
        var slow = Quick with { FirstDelay = TimeSpan.FromMinutes(30), LongestDelay = TimeSpan.FromMinutes(30) };
        await using (var server = await StartAsync(options: slow))
        {
            done = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver, "s3cret")));
            first = receiver.Next().Id;
            await StateAsync(server, done, "delivering", attempts: 1);
            await server.PostAsync("/api/pixeldit/queue/pause", "");
            waiting = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver, "s3cret")));
        }

        await using var next = await StartAsync(options: slow);
        var again = receiver.Next();
        Assert.That(again.Id, Is.EqualTo(first));
        AssertSigned(again, Encoding.UTF8.GetBytes("s3cret"));
        Assert.That((int)(await StateAsync(next, done, "delivered"))["attempts"]!, Is.EqualTo(2));
        await next.PostAsync("/api/pixeldit/queue/resume", "");
        Assert.That((string?)receiver.Next().Json["data"]!["prompt_id"], Is.EqualTo(waiting));
        await StateAsync(next, waiting, "delivered");
    }

    [Test]
    public async Task ForgottenJob_StillTellsItsReceiver()
    {
        using var receiver = new Receiver("500 No", "500 No");
        await using var server = await StartAsync();
        await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));
        receiver.Next();
        await server.PostAsync("/history", """{"clear":true}""");
        receiver.Next();

        Assert.That((string?)receiver.Next().Json["type"], Is.EqualTo("job.completed"));
    }

    [Test]
    public async Task Secrets_AreNeverReturned_NorLogged_NorLeftInTheFile()
    {
        const string secret = "whsec_dG9wLXNlY3JldC1vZi10aGUtcmVjZWl2ZXI=";
        using var receiver = new Receiver();
        var file = Path.Combine(_folder, "jobs.db");
        await using (var server = await TestServer.StartAsync(new ServerOptions { Webhooks = Quick, Jobs = new JobStoreOptions { File = file } }, logEverything: true))
        {
            await server.PostAsync("/api/pixeldit/queue/pause", "");
            var id = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver, secret)));
            var seen = new StringBuilder();
            await LookAsync();
            await server.PostAsync("/api/pixeldit/queue/resume", "");
            AssertSigned(receiver.Next(), "top-secret-of-the-receiver"u8.ToArray());
            await StateAsync(server, id, "delivered");
            await LookAsync();

            Assert.That(seen.ToString(), Does.Not.Contain(secret).And.Not.Contain("in-the-address").And.Contain(id));
            Assert.That(server.LogText, Does.Not.Contain(secret).And.Not.Contain("in-the-address"));

            async Task LookAsync()
            {
                foreach (var path in new[] { "/queue", "/history", $"/history/{id}", $"/api/jobs/{id}", "/api/jobs", $"/api/pixeldit/jobs/{id}", $"/api/pixeldit/jobs/{id}/webhook", "/api/pixeldit/queue", "/internal/logs/raw" })
                {
                    seen.Append((await server.GetAsync(path)).Body?.ToJsonString());
                }
            }
        }

        Assert.That((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)), Is.Negative, "it is not needed any more");
    }

    [Test]
    public async Task OwnSecretOfTheServer_SignsWhatBringsNone()
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync(options: Quick with { Secret = new WebhookSecret("of the server") });
        await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));

        AssertSigned(receiver.Next(), "of the server"u8.ToArray());
    }

    [Test]
    public async Task TooManyUndelivered_Is429()
    {
        using var receiver = new Receiver();
        await using var server = await StartAsync(options: Quick with { MaxUndelivered = 1 });
        await server.PostAsync("/api/pixeldit/queue/pause", "");
        await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));
        var (status, _) = await server.PostAsync("/prompt", new JsonObject { ["prompt"] = Graphs.Preview(), ["extra_data"] = Extra(Hook(receiver))["extra_data"]!.DeepClone() }.ToJsonString());

        Assert.That(status, Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task State_OfSomebodyElsesJob_IsNotFound()
    {
        using var receiver = new Receiver();
        var security = new SecurityOptions { Keys = [new ApiKey("anna", "anna-secret-0123456789"), new ApiKey("bert", "bert-secret-0123456789")] };
        await using var server = await TestServer.StartAsync(new ServerOptions { Webhooks = Quick, Security = security });
        server.Http.DefaultRequestHeaders.Add("X-API-Key", "anna-secret-0123456789");
        var id = await server.SubmitAsync(Graphs.Preview(), more: Extra(Hook(receiver)));
        receiver.Next();
        await StateAsync(server, id, "delivered");
        server.Http.DefaultRequestHeaders.Remove("X-API-Key");
        server.Http.DefaultRequestHeaders.Add("X-API-Key", "bert-secret-0123456789");

        Assert.That((await server.GetAsync($"/api/pixeldit/jobs/{id}/webhook")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private Task<TestServer> StartAsync(bool durable = true, WebhookOptions? options = null) => TestServer.StartAsync(new ServerOptions
    {
        Webhooks = options ?? Quick,
        Jobs = new JobStoreOptions { File = durable ? Path.Combine(_folder, "jobs.db") : null },
    });

    private static JsonObject Hook(Receiver receiver, string? secret = null)
    {
        var hook = new JsonObject { ["url"] = receiver.Url };
        if (secret is not null)
        {
            hook["secret"] = secret;
        }

        return hook;
    }

    private static JsonObject Extra(JsonObject hook) => new() { ["extra_data"] = new JsonObject { ["pixeldit"] = new JsonObject { ["webhook"] = hook } } };

    private static void AssertSigned(Receiver.Message message, byte[] key)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Headers["webhook-timestamp"]}."), .. message.Bytes];
        Assert.That(message.Headers["webhook-signature"], Is.EqualTo("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
        Assert.That(DateTimeOffset.FromUnixTimeSeconds(long.Parse(message.Headers["webhook-timestamp"])), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
    }

    private static async Task<JsonNode> StateAsync(TestServer server, string id, string wanted, int attempts = 0)
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        while (true)
        {
            var (status, state) = await server.GetAsync($"/api/pixeldit/jobs/{id}/webhook");
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), state?.ToJsonString());
            if ((string?)state!["state"] == wanted && (int)state["attempts"]! >= attempts)
            {
                return state;
            }

            await Task.Delay(5, deadline.Token);
        }
    }
}
