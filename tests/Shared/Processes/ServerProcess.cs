using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Tests.Processes;

/// <summary>A serving <c>pixeldit</c> process on a free port, and an HTTP client for it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly PixelDiTProcess.Running _process;

    private ServerProcess(PixelDiTProcess.Running process, int port)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Deadline };
    }

    public HttpClient Http { get; }

    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a server whose files all lie in one directory.</summary>
    public static Task<ServerProcess> StartAsync(string baseDirectory, params string[] arguments) =>
        StartInAsync(null, null, ["--base-directory", baseDirectory, "--cpu", "--force-fp32", .. arguments]);

    /// <summary>Starts a server with the arguments given, and no others but a port; waits until it answers.</summary>
    /// <param name="workingDirectory">Where it is started, or null for here.</param>
    /// <param name="environment">Additional variables, or null.</param>
    /// <param name="arguments">Command line.</param>
    public static async Task<ServerProcess> StartInAsync(string? workingDirectory, IReadOnlyDictionary<string, string>? environment, IReadOnlyList<string> arguments)
    {
        var port = FreePort();
        var server = new ServerProcess(PixelDiTProcess.StartIn(workingDirectory, environment, [.. arguments, "--port", $"{port}"]), port);
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await server.AnswersAsync())
        {
            Assert.That(server.HasExited, Is.False, () => $"the server ended at start:\n{server.Output}");
            await Task.Delay(20, deadline.Token);
        }
        return server;
    }

    /// <summary>Opens a socket.</summary>
    /// <param name="clientId">Its id; null to let the server choose.</param>
    public Task<TestSocket> ConnectAsync(string? clientId = null) =>
        TestSocket.ConnectAsync(new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = "/ws", Query = clientId is null ? "" : $"clientId={clientId}" }.Uri, []);

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

    /// <summary>Kills the process: SIGKILL, there is no last word.</summary>
    public void Kill() => _process.Dispose();

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
