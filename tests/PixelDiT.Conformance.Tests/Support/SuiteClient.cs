using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Conformance.Tests.Support;

/// <summary>
/// A client that behaves as the suite's: it posts prompts as a form, ends a run at any <c>execution_error</c>, reads no binary messages, and fetches history and
/// images when the run is over.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="socket">Its socket; what is left of an aborted run is skipped in the next one.</param>
/// <param name="clientId">Its id.</param>
internal sealed class SuiteClient(SuiteServer server, TestSocket socket, string clientId) : IAsyncDisposable
{
    public static async Task<SuiteClient> ConnectAsync(SuiteServer server)
    {
        var clientId = Guid.NewGuid().ToString("D");
        return new SuiteClient(server, await server.Process.ConnectAsync(clientId), clientId);
    }

    /// <summary>Prefix of the files that runs save; with brackets, as the suite's.</summary>
    public string TestName { get; set; } = "execution[]";

    public string ClientId => clientId;

    public TestSocket Socket => socket;

    /// <summary>Runs a graph to its end.</summary>
    /// <param name="graph">The graph; its images are saved under the test's name.</param>
    /// <param name="targets">The only outputs that are wanted; none for all.</param>
    /// <exception cref="RefusedException">The server did not accept it.</exception>
    /// <exception cref="NodeFailedException">A node failed.</exception>
    public async Task<RunResult> RunAsync(GraphBuilder graph, params GraphNode[] targets)
    {
        var promptId = await SubmitAsync(graph, targets.Length == 0 ? null : targets);
        var messages = new List<SocketMessage>();
        while (true)
        {
            var message = await socket.NextAsync();
            messages.Add(message);
            if (message.Type == "execution_error")
            {
                throw new NodeFailedException(message.Data!);
            }

            if (message.Type == "executing" && (string?)message.Data!["prompt_id"] == promptId && message.Data["node"] is null)
            {
                break;
            }
        }

        var history = (await GetAsync($"/history/{promptId}"))![promptId]!.AsObject();
        return new RunResult(promptId, messages, history, await ImagesAsync(history["outputs"]!.AsObject()));
    }

    /// <summary>Posts a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="targets">The only outputs that are wanted; null for all.</param>
    /// <param name="withClientId">False for a client that wants to hear nothing.</param>
    /// <param name="extraData">Additional fields, or null.</param>
    /// <returns>The prompt id.</returns>
    public async Task<string> SubmitAsync(GraphBuilder graph, IReadOnlyList<GraphNode>? targets = null, bool withClientId = true, JsonObject? extraData = null)
    {
        graph.SetAll("SaveImage", "filename_prefix", TestName);
        return await SubmitAsync(graph.ToPrompt(), targets?.Select(t => t.Id), withClientId, extraData);
    }

    /// <inheritdoc cref="SubmitAsync(GraphBuilder, IReadOnlyList{GraphNode}?, bool, JsonObject?)"/>
    public async Task<string> SubmitAsync(JsonObject prompt, IEnumerable<string>? targets = null, bool withClientId = true, JsonObject? extraData = null)
    {
        var request = new JsonObject { ["prompt"] = prompt };
        if (withClientId)
        {
            request["client_id"] = clientId;
        }

        if (targets is not null)
        {
            request["partial_execution_targets"] = new JsonArray([.. targets.Select(t => (JsonNode?)t)]);
        }

        if (extraData is not null)
        {
            request["extra_data"] = extraData;
        }

        // Python's own client says that JSON is a form unless it is told otherwise.
        using var content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await server.Http.PostAsync(new Uri("/prompt", UriKind.Relative), content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        return response.IsSuccessStatusCode ? (string)answer["prompt_id"]! : throw new RefusedException(response.StatusCode, answer);
    }

    /// <summary>The JSON at a path, or null for 404.</summary>
    public async Task<JsonNode?> GetAsync(string path)
    {
        using var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, $"GET {path}: {response.StatusCode} {text}");
        return JsonNode.Parse(text);
    }

    /// <summary>Waits until a job is over and returns it as the jobs API shows it.</summary>
    public async Task<JsonObject> JobDoneAsync(string promptId)
    {
        using var deadline = new CancellationTokenSource(TestSocket.Deadline);
        while (true)
        {
            if (await GetAsync($"/api/jobs/{promptId}") is JsonObject job && (string)job["status"]! is not ("pending" or "in_progress"))
            {
                return job;
            }

            await Task.Delay(10, deadline.Token);
        }
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async Task<Dictionary<string, IReadOnlyList<DecodedImage>>> ImagesAsync(JsonObject outputs)
    {
        var images = new Dictionary<string, IReadOnlyList<DecodedImage>>();
        foreach (var (node, output) in outputs)
        {
            var decoded = new List<DecodedImage>();
            foreach (var image in output!["images"]?.AsArray() ?? [])
            {
                var query = string.Join('&', new[] { "filename", "subfolder", "type" }.Select(k => $"{k}={Uri.EscapeDataString((string)image![k]!)}"));
                decoded.Add(ImageDecoder.Decode(await server.Http.GetByteArrayAsync(new Uri($"/view?{query}", UriKind.Relative))));
            }

            images[node] = decoded;
        }

        return images;
    }
}

/// <summary>The server answered a prompt with an error.</summary>
internal sealed class RefusedException(HttpStatusCode status, JsonObject answer) : Exception($"{(int)status}: {answer.ToJsonString()}")
{
    public HttpStatusCode Status { get; } = status;

    public JsonObject Answer { get; } = answer;
}

/// <summary>An <c>execution_error</c> came.</summary>
internal sealed class NodeFailedException(JsonObject data) : Exception(data.ToJsonString())
{
    /// <summary>The message's data.</summary>
    public new JsonObject Data { get; } = data;
}
