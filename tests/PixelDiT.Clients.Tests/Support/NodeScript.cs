using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace PixelDiT.Clients.Tests;

/// <summary>A script run by Node; it says JSON lines. Disposing ends it.</summary>
internal sealed class NodeScript : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _errors = [];

    // What was said while an answer was awaited.
    private readonly Queue<JsonObject> _unread = new();

    private NodeScript(Process process) => _process = process;

    private string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    /// <summary>Starts a script of the folder <c>node</c>, or one with a path of its own.</summary>
    public static NodeScript Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Paths.Scripts, script), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        // The clients' modules, and what takes the place of some that they do not need here.
        start.Environment["NODE_PATH"] = $"{Path.Combine(Paths.Scripts, "stand-ins")}{Path.PathSeparator}{Path.Combine(Paths.Scripts, "vendor")}";
        var node = new NodeScript(new Process { StartInfo = start });
        node._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                node._lines.Writer.TryComplete();
            }
            else
            {
                node._lines.Writer.TryWrite(line.Data);
            }
        };
        node._process.ErrorDataReceived += (_, line) =>
        {
            lock (node._errors)
            {
                node._errors.Add(line.Data ?? "");
            }
        };
        try
        {
            node._process.Start();
        }
        catch (Win32Exception e)
        {
            Assert.Fail($"These tests run JavaScript clients: Node 20 or later must be installed as `node` ({e.Message}).");
        }

        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>The next line as it is; null at the end.</summary>
    public async Task<string?> NextTextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            return await _lines.Reader.WaitToReadAsync(deadline.Token) && _lines.Reader.TryRead(out var line) ? line : null;
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the script says nothing more; its errors:\n{Errors}");
            throw;
        }
    }

    /// <summary>The next line that has this property.</summary>
    public async Task<JsonObject> NextAsync(string property)
    {
        while (_unread.TryDequeue(out var earlier))
        {
            if (earlier.ContainsKey(property))
            {
                return earlier;
            }
        }

        while (true)
        {
            var line = await NextTextAsync();
            Assert.That(line, Is.Not.Null, () => $"the script ended without '{property}'; its errors:\n{Errors}");
            if (JsonNode.Parse(line!) is JsonObject said && said.ContainsKey(property))
            {
                return said;
            }
        }
    }

    /// <summary>Writes a line to the script.</summary>
    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Lets <c>calls.js</c> call a method; the answer or the error.</summary>
    public async Task<(JsonNode? Result, string? Error)> CallAsync(string method, params JsonNode?[] arguments)
    {
        await TellAsync(new JsonArray([method, .. arguments]).ToJsonString());
        while (true)
        {
            var line = await NextTextAsync();
            Assert.That(line, Is.Not.Null, () => $"the script ended; its errors:\n{Errors}");
            var said = JsonNode.Parse(line!)!.AsObject();
            if (said.ContainsKey("result") || said.ContainsKey("error") || said.ContainsKey("closed"))
            {
                return (said["result"]?.DeepClone(), said.ContainsKey("result") ? null : (string?)said["error"] ?? $"closed: {said["closed"]}");
            }

            _unread.Enqueue(said);
        }
    }

    /// <summary>Waits for its end, which must be a good one.</summary>
    public async Task EndedAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        Assert.That(_process.ExitCode, Is.Zero, () => $"the script failed:\n{Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
