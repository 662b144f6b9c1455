using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Tests.Replay;

/// <summary>
/// Plays a recording against a server: sends what the client sent, and compares answers and, per socket, the messages in their order.
/// Before each request it waits for the messages that the recording has before it, as far as they cannot be a consequence of that request.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="recording">What to play.</param>
/// <param name="isElsewhere">True for requests whose answers are not compared.</param>
/// <param name="moreFields">Added to each submission.</param>
/// <param name="makeFile">Makes the content of a file from its note, where the meaning counts; null for any bytes of its length.</param>
internal sealed class Replayer(
    HttpClient server, Recording recording, Func<string, bool> isElsewhere, JsonObject? moreFields = null, Func<string, byte[]?>? makeFile = null)
{
    private static readonly string[] Counted = ["/history", "/prompt", "/queue"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Placeholders _values = new();
    private readonly Dictionary<string, TestSocket> _sockets = [];
    private readonly Dictionary<string, List<ScriptedMessage>> _scripts = [];
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, JsonObject> _graphs = [];
    private int _remaining;

    /// <summary>Plays it.</summary>
    /// <returns>What differed and was not meant to; one line each.</returns>
    public async Task<IReadOnlyList<string>> PlayAsync()
    {
        _values.Learn("<port>", $"{server.BaseAddress!.Port}");
        foreach (var (e, index) in recording.Events.Select((e, i) => (e, i)))
        {
            var socket = (string?)e["ws"];
            if (ScriptedMessage.Read(e) is { } message)
            {
                _remaining = (int?)message.Recorded["status"]?["exec_info"]?["queue_remaining"] ?? _remaining;
                _scripts[socket!].Add(message);
            }
            else if (e["http"] is JsonObject http)
            {
                await CatchUpAsync();
                await FinishJobsAsync(http);
                await RequestAsync(http, (string?)e["note"], index);
            }
            else if (e["open"] is JsonNode path)
            {
                await CatchUpAsync();
                await WaitForRemainingAsync(FirstCountOf(socket!, index));
                await OpenAsync(socket!, _values.Fill((string)path!), e);
            }
            else if (e["send"] is JsonNode sent)
            {
                await CatchUpAsync();
                await _sockets[socket!].SendAsync(sent.ToJsonString());
            }
            else if (e["send_text"] is JsonNode text)
            {
                await _sockets[socket!].SendAsync((string)text!);
            }
            else if (e["close"] is not null)
            {
                await CatchUpAsync();
                await _sockets[socket!].CloseAsync();
            }
        }

        foreach (var (name, script) in _scripts)
        {
            await WaitForAsync(name, script.Count);
            CompareMessages(name, script);
        }

        foreach (var socket in _sockets.Values)
        {
            await socket.DisposeAsync();
        }

        return _differences;
    }

    // A job that no socket follows is over when the count says so.
    private async Task FinishJobsAsync(JsonObject http)
    {
        var request = http["request"]!;
        if ((string)request["method"]! != "GET" || !Counted.Any(((string)request["path"]!).Contains))
        {
            return;
        }

        await WaitForRemainingAsync(_remaining);
    }

    // What a socket is told first depends on whether the jobs before it are over.
    private int FirstCountOf(string socket, int index) =>
        recording.Events.Skip(index + 1).Where(e => (string?)e["ws"] == socket).Select(e => (int?)e["json"]?["data"]?["status"]?["exec_info"]?["queue_remaining"]).FirstOrDefault()
            ?? int.MaxValue;

    private async Task WaitForRemainingAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (count < int.MaxValue && await RemainingAsync() > count && !deadline.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private async Task<int> RemainingAsync() =>
        (int)JsonNode.Parse(await server.GetStringAsync(new Uri("/prompt", UriKind.Relative)))!["exec_info"]!["queue_remaining"]!;

    private async Task OpenAsync(string name, string path, JsonObject e)
    {
        foreach (var id in new[] { "<client_id_A>", "<client_id_B>", "<client_id_C>" })
        {
            if (path.Contains(id))
            {
                _values.Learn(id, Guid.NewGuid().ToString("N"));
            }
        }

        var headers = (e["request_headers"] as JsonObject)?.Select(h => (h.Key, _values.Fill((string)h.Value!))).ToArray() ?? [];
        var uri = new Uri($"ws://{server.BaseAddress!.Authority}{_values.Fill(path)}");
        try
        {
            _sockets[name] = await TestSocket.ConnectAsync(uri, headers);
            _scripts[name] = [];
            Check(e["handshake_status"] is null, $"socket {name}: opened where {e["handshake_status"]} was recorded");
        }
        catch (WebSocketException refused)
        {
            Check(e["handshake_status"] is { } status && refused.Message.Contains(status.ToString()), $"socket {name}: {refused.Message}");
        }
    }

    private async Task RequestAsync(JsonObject http, string? note, int index)
    {
        using var request = MakeRequest(http["request"]!.AsObject());
        using var response = await server.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var name = $"#{index} {request.Method} {request.RequestUri!.OriginalString}{(note is null ? "" : $" ({note})")}";
        if (isElsewhere(name))
        {
            return;
        }

        var recorded = http["response"]!.AsObject();
        var status = (int)recorded["status"]!;
        if (status == 500)
        {
            // Nothing a client sends is a 500 here (protocol §12 row 4).
            Check((int)response.StatusCode == 400, $"{name}: {(int)response.StatusCode} instead of 400");
            return;
        }

        Check((int)response.StatusCode == status, $"{name}: {(int)response.StatusCode} instead of {status}: {Encoding.UTF8.GetString(bytes)}");
        if (recorded["json"] is { } json)
        {
            Check(response.Content.Headers.ContentType?.MediaType == "application/json", $"{name}: content type {response.Content.Headers.ContentType}");
            if (response.Content.Headers.ContentType?.MediaType == "application/json")
            {
                var answer = JsonNode.Parse(bytes);
                Report(name, _values.Difference(json, answer));
                if (http["request"]!["json"] is JsonObject sent && sent["prompt"] is JsonObject graph && (string?)answer!["prompt_id"] is { } id)
                {
                    _graphs[id] = graph;
                }
            }
        }
        else if (recorded["text"] is { } text && status != 405)
        {
            Report(name, _values.Difference(text, Encoding.UTF8.GetString(bytes)));
        }

        CompareHeaders(name, recorded["headers"] as JsonObject, response);
    }

    private void CompareHeaders(string name, JsonObject? recorded, HttpResponseMessage response)
    {
        foreach (var (header, value) in recorded ?? [])
        {
            // Where there is no content, or a refusal in our own words, its type says nothing; charsets may be told or not.
            if (header == "allow" || (header == "content-type" && (!response.IsSuccessStatusCode || ((string)value!).StartsWith("text/", StringComparison.Ordinal))))
            {
                continue;
            }

            var actual = response.Headers.TryGetValues(header, out var values) || response.Content.Headers.TryGetValues(header, out values) ? string.Join(", ", values) : null;
            Check(actual is not null && _values.Difference(value, actual) is null, $"{name}: {header} is {actual ?? "absent"} instead of {value}");
        }
    }

    private HttpRequestMessage MakeRequest(JsonObject recorded)
    {
        var request = new HttpRequestMessage(new HttpMethod((string)recorded["method"]!), new Uri(_values.Fill((string)recorded["path"]!), UriKind.Relative));
        var type = (string?)recorded["headers"]?["Content-Type"];
        request.Content = recorded switch
        {
            _ when recorded["json"] is { } json => new ByteArrayContent(Encoding.UTF8.GetBytes(WithMore(_values.Fill(json)!).ToJsonString())),
            _ when recorded["text"] is { } text => new ByteArrayContent(Encoding.UTF8.GetBytes((string)text!)),
            _ when recorded["binary"] is { } binary => new ByteArrayContent(Bytes(binary.AsObject())),
            _ when recorded["multipart"] is JsonArray parts => MakeForm(parts),
            _ => null,
        };
        if (request.Content is ByteArrayContent && type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in (recorded["headers"] as JsonObject)?.Where(h => h.Key != "Content-Type") ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, _values.Fill((string)value!));
        }

        return request;
    }

    private JsonNode WithMore(JsonNode body)
    {
        if (body is JsonObject fields && fields.ContainsKey("prompt"))
        {
            foreach (var (name, value) in moreFields ?? [])
            {
                fields[name] = value?.DeepClone();
            }
        }

        return body;
    }

    private MultipartFormDataContent MakeForm(JsonArray parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var part in parts.Select(p => p!.AsObject()))
        {
            var content = new ByteArrayContent(part["value"] is JsonObject described ? Bytes(described) : Encoding.UTF8.GetBytes((string)part["value"]!));
            var file = (string?)part["filename"];
            // Written by hand: the client library refuses some of the names that were recorded.
            content.Headers.ContentDisposition = ContentDispositionHeaderValue.Parse(
                $"form-data; name=\"{part["name"]}\"" + (file is null ? "" : $"; filename=\"{Latin1OfUtf8(file)}\""));
            form.Add(content);
        }

        return form;
    }

    // Header values go out as Latin-1; a browser sends UTF-8.
    private static string Latin1OfUtf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    // Only length and meaning are recorded: different notes must give different bytes.
    private byte[] Bytes(JsonObject described)
    {
        var note = (string)described["note"]!;
        if (makeFile?.Invoke(note) is { } file)
        {
            return file;
        }

        var bytes = new byte[(int)described["length"]!];
        bytes.AsSpan().Fill(note.Contains("spaces") ? (byte)' ' : note.Contains("UTF-8") ? (byte)0xFF : (byte)note.Sum(c => c));
        return bytes;
    }

    /// <summary>Waits until every socket has what the next step may rely on.</summary>
    private async Task CatchUpAsync()
    {
        foreach (var (name, script) in _scripts)
        {
            // What names a prompt that was not sent yet, and the counts around it, follow from the next request.
            var relied = script.FindLastIndex(m => m.Type != "status" && (m.PromptId is null ? !m.Type.StartsWith("binary", StringComparison.Ordinal) : _values.Knows(m.PromptId))) + 1;
            await WaitForAsync(name, Math.Max(relied, Math.Min(1, script.Count)));
        }
    }

    private async Task WaitForAsync(string name, int count)
    {
        var wanted = MessageStep.Of(_scripts[name].Take(count)).Count;
        using var deadline = new CancellationTokenSource(Patience);
        while (MessageStep.Of(Actual(name)).Count < wanted && _sockets[name].State == WebSocketState.Open)
        {
            if (deadline.IsCancellationRequested)
            {
                _differences.Add($"socket {name}: {wanted} steps were recorded by now, {MessageStep.Of(Actual(name)).Count} came");
                return;
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }

    private IEnumerable<ScriptedMessage> Actual(string name) => _sockets[name].Received.Select(m => new ScriptedMessage(m.Type, m.Data ?? Describe(m.Bytes!)));

    private static JsonObject Describe(byte[] bytes)
    {
        var kind = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var second = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4));
        return new JsonObject
        {
            ["header"] = kind == 4
                ? new JsonObject { ["event"] = kind, ["metadata"] = JsonNode.Parse(bytes.AsSpan(8, second)) }
                : new JsonObject { ["event"] = kind, ["image_type"] = second },
        };
    }

    private void CompareMessages(string name, List<ScriptedMessage> script)
    {
        var order = new MessageOrder(_values, _graphs);
        _differences.AddRange(order.Compare(MessageStep.Of(script), MessageStep.Of(Actual(name))).Select(d => $"socket {name}, {d}"));
    }

    private void Report(string where, string? difference)
    {
        if (difference is not null)
        {
            _differences.Add($"{where}: {difference}");
        }
    }

    private void Check(bool holds, string difference)
    {
        if (!holds)
        {
            _differences.Add(difference);
        }
    }
}
