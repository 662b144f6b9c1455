using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>A serving <c>pixeldit</c> process on a free port, and an HTTP client for it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly PixelDiTProcess.Running _process;

    private ServerProcess(PixelDiTProcess.Running process, int port)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Deadline };
        SocketUri = new Uri($"ws://127.0.0.1:{port}/ws");
    }

    public HttpClient Http { get; }

    public Uri SocketUri { get; }

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    public static async Task<ServerProcess> StartAsync(string baseDirectory, params string[] arguments)
    {
        var port = FreePort();
        var server = new ServerProcess(PixelDiTProcess.Start(["--port", $"{port}", "--base-directory", baseDirectory, "--cpu", "--force-fp32", .. arguments]), port);
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await server.AnswersAsync())
        {
            Assert.That(server.HasExited, Is.False, () => $"the server ended at start:\n{server.Output}");
            await Task.Delay(20, deadline.Token);
        }
        return server;
    }

    public async Task<(HttpStatusCode Status, JsonObject Body)> PostPromptAsync(JsonObject prompt, string? clientId = null, JsonObject? extraData = null)
    {
        var request = new JsonObject { ["prompt"] = prompt.DeepClone() };
        if (clientId is not null)
        {
            request["client_id"] = clientId;
        }
        if (extraData is not null)
        {
            request["extra_data"] = extraData.DeepClone();
        }
        using var response = await Http.PostAsJsonAsync("/prompt", request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    /// <summary>Waits until the job is in history and returns its entry.</summary>
    public async Task<JsonObject> FinishedAsync(string promptId)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var history = await Http.GetFromJsonAsync<JsonObject>($"/history/{promptId}", deadline.Token);
            if (history![promptId] is JsonObject entry)
            {
                return entry;
            }
            Assert.That(HasExited, Is.False, () => $"the server ended:\n{Output}");
            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Posts a prompt that must be accepted, and waits for its history entry.</summary>
    public async Task<JsonObject> RunAsync(JsonObject prompt, string? clientId = null, JsonObject? extraData = null)
    {
        var (status, body) = await PostPromptAsync(prompt, clientId, extraData);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body.ToJsonString());
        return await FinishedAsync((string)body["prompt_id"]!);
    }

    public void Dispose()
    {
        Http.Dispose();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri("/prompt", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
