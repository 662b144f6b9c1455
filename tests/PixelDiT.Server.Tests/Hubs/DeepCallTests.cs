using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelDiT.Server.Tests.Hubs;

/// <summary>Calls of the hub whose arguments are nested deeply: what <c>POST /prompt</c> takes the hub takes too, and the rest is an error of the call.</summary>
internal sealed class DeepCallTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    private TestServer _server = null!;
    private ClientWebSocket _socket = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _server = await TestServer.StartAsync();
        _socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        await _socket.ConnectAsync(new UriBuilder(_server.Address) { Scheme = "ws", Path = "/hubs/queue" }.Uri, deadline.Token);
        await SendAsync("""{"protocol":"json","version":1}""");
        Assert.That((await NextAsync()).ToJsonString(), Is.EqualTo("{}"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _socket.Dispose();
        await _server.DisposeAsync();
    }

    // The body itself, extra_data and the key take three levels.
    [TestCase(70)]
    [TestCase(125)]
    public async Task Submit_AsDeepAsABodyMayBe_IsTaken(int depth)
    {
        var body = Body(depth);
        Assert.That((await _server.PostAsync("/prompt", body)).Status, Is.EqualTo(System.Net.HttpStatusCode.OK), "POST /prompt");

        var answer = await SubmitAsync(body);

        Assert.That(answer["error"], Is.Null, answer.ToJsonString());
        Assert.That((string?)answer["result"]!["jobId"], Is.Not.Null);
    }

    [TestCase(127)]
    [TestCase(130)]
    [TestCase(5000)]
    public async Task Submit_Deeper_IsAnErrorOfTheCall(int depth)
    {
        var refused = await SubmitAsync(Body(depth));
        var next = await SubmitAsync(Body(1), id: "8");

        Assert.That((string?)refused["error"], Does.Contain("128"));
        Assert.That((string?)next["invocationId"], Is.EqualTo("8"), "the connection lives on");
        Assert.That(next["error"], Is.Null, next.ToJsonString());
    }

    private static string Body(int depth) =>
        $$$"""{"prompt":{{{Graphs.Preview().ToJsonString()}}},"extra_data":{"note":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}}""";

    private async Task<JsonNode> SubmitAsync(string body, string id = "7")
    {
        await SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"Submit","arguments":[{{body}}]}""");
        JsonNode answer;
        do
        {
            answer = await NextAsync();
        }
        while ((int?)answer["type"] != 3);
        return answer;
    }

    private async Task SendAsync(string message)
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    private async Task<JsonNode> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TestServer.Deadline);
        var text = new List<byte>();
        var next = new byte[1];
        while (true)
        {
            var received = await _socket.ReceiveAsync(next.AsMemory(), deadline.Token);
            Assert.That(received.MessageType, Is.EqualTo(WebSocketMessageType.Text), $"{_socket.CloseStatusDescription}");
            if (received.Count == 0)
            {
                continue;
            }

            if (next[0] == 0x1e)
            {
                return JsonNode.Parse(text.ToArray(), documentOptions: Deep)!;
            }

            text.Add(next[0]);
        }
    }
}
