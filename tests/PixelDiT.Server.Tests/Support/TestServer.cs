using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Logs;
using PixelDiT.Server.Tests.Nodes;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Server.Tests;

/// <summary>A real server on a free port with the test nodes, the real worker and empty folders.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>Nothing in these tests takes longer, unless it hangs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ErrorLog _log;

    private TestServer(ServerOptions options, IOutputCache cache, Func<IJobExecutor, IJobExecutor> wrap, Func<FolderPaths, ServerParts, ServerParts> change, Func<FolderPaths, string>? frontEnd,
        bool logEverything)
    {
        _log = new ErrorLog(logEverything);
        Folders = new FolderPaths(new FolderOptions { BaseDirectory = Directory.CreateTempSubdirectory("pixeldit-server-").FullName });
        var registry = new NodeRegistry();
        var pack = registry.AddPack(TestNodes.All, "custom_nodes.testing-pack");
        Assert.That(pack.Faults, Is.Empty, "test nodes");
        var services = new NodeServices().Add(Folders).Add(Gates).Add(Replacements);
        Executor = new GraphExecutor(registry, services, new ExecutorOptions { Cache = cache });
        _app = ServerHost.Build(
            options with { Port = 0, FrontEndRoot = options.FrontEndRoot ?? frontEnd?.Invoke(Folders) },
            change(Folders, new ServerParts
            {
                Registry = registry,
                Services = services,
                Folders = Folders,
                Validator = new PromptValidator(registry, services),
                Executor = wrap(new GraphJobExecutor(Executor)),
                UnloadModels = () => Interlocked.Increment(ref _unloads),
                WarmUp = () => Interlocked.Increment(ref _warmUps),
                Log = _log.History,
            }),
            _log);
    }

    private int _unloads;
    private int _warmUps;

    public IServiceProvider Services => _app.Services;

    public FolderPaths Folders { get; }

    public Gates Gates { get; } = new();

    public NodeReplacements Replacements { get; } = new();

    public GraphExecutor Executor { get; }

    public HttpClient Http { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public int Unloads => _unloads;

    public int WarmUps => _warmUps;

    /// <summary>Errors that the server logged; a test that expects some reads them, otherwise they fail it.</summary>
    public IReadOnlyList<string> TakeErrors() => _log.Take();

    public static async Task<TestServer> StartAsync(
        ServerOptions? options = null, IOutputCache? cache = null, Func<IJobExecutor, IJobExecutor>? wrap = null, Func<FolderPaths, ServerParts, ServerParts>? change = null,
        Func<FolderPaths, string>? frontEnd = null, bool logEverything = false)
    {
        var server = new TestServer(options ?? new ServerOptions(), cache ?? new PressureCache(), wrap ?? (e => e), change ?? ((_, parts) => parts), frontEnd, logEverything);
        await server._app.StartAsync();
        server.Address = new Uri(ServerHost.AddressesOf(server._app)[0]);
        server.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address, Timeout = Deadline };
        return server;
    }

    /// <summary>All that was logged, whatever its level; of a server that logs everything.</summary>
    public string LogText => _log.Everything;

    /// <summary>Every route and method.</summary>
    public IReadOnlyList<(string Method, string Path)> RoutePatterns =>
    [
        .. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().SelectMany(e =>
            (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (m, "/" + e.RoutePattern.RawText!.Trim('/')))),
    ];

    /// <summary>Every route and method, parameters filled in.</summary>
    public IReadOnlyList<(string Method, string Path)> Routes =>
        [.. RoutePatterns.Select(r => (r.Method, string.Join('/', r.Path.Split('/').Select(part => part.StartsWith('{') ? "x" : part))))];

    /// <summary>Sends a request as it stands, which no client library would, and returns the status.</summary>
    /// <param name="requestLine">The first line.</param>
    /// <param name="headers">Further lines beside Host.</param>
    public async Task<int> RawStatusAsync(string requestLine, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        using var deadline = new CancellationTokenSource(Deadline);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{requestLine}\r\nHost: 127.0.0.1:{Address.Port}\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"), deadline.Token);
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync(deadline.Token);
        return int.Parse(status!.Split(' ')[1]);
    }

    /// <summary>A graph of test nodes, validated without a server.</summary>
    public static async Task<ValidatedPrompt> ValidateAsync(JsonObject graph)
    {
        var registry = new NodeRegistry();
        registry.AddPack(TestNodes.All, "custom_nodes.testing-pack");
        return (await new PromptValidator(registry, new NodeServices()).ValidateAsync(graph)).Prompt!;
    }

    public Task<TestSocket> ConnectAsync(string? clientId = null, string path = "/ws", params (string Name, string Value)[] headers) =>
        TestSocket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = path, Query = clientId is null ? "" : $"clientId={clientId}" }.Uri, headers);

    /// <summary>Posts JSON text and returns status and body.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Posts a graph that must be accepted.</summary>
    /// <returns>The prompt id.</returns>
    public async Task<string> SubmitAsync(JsonObject graph, string? clientId = null, JsonObject? more = null)
    {
        var request = more?.DeepClone().AsObject() ?? [];
        request["prompt"] = graph;
        if (clientId is not null)
        {
            request["client_id"] = clientId;
        }

        var (status, body) = await PostAsync("/prompt", request.ToJsonString());
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body?.ToJsonString());
        return (string)body!["prompt_id"]!;
    }

    /// <summary>Waits until the job is in history.</summary>
    public async Task<JsonObject> FinishedAsync(string promptId)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var (_, history) = await GetAsync($"/history/{promptId}");
            if (history?[promptId] is JsonObject entry)
            {
                return entry;
            }

            await Task.Delay(5, deadline.Token);
        }
    }

    /// <summary>Stops the server; requests that are still on their way when the token is set are broken off.</summary>
    public Task StopAsync(CancellationToken patience) => _app.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Http.Dispose();
        Directory.Delete(Folders.Base, recursive: true);
        Assert.That(_log.Take(), Is.Empty, "errors in the server's log");
    }

    private static JsonNode? Parse(string text) => text.Length == 0 ? null : text[0] is '{' or '[' or '"' ? JsonNode.Parse(text) : JsonValue.Create(text);

    private sealed class ErrorLog(bool everything) : ILoggerFactory, ILogger
    {
        private readonly StringBuilder _all = new();
        private readonly List<string> _errors = [];

        public string Everything
        {
            get
            {
                lock (_errors)
                {
                    return _all.ToString();
                }
            }
        }

        public string[] Take()
        {
            lock (_errors)
            {
                string[] all = [.. _errors];
                _errors.Clear();
                return all;
            }
        }

        public LogHistory History { get; } = new();

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("PixelDiT.", StringComparison.Ordinal) ? new Both(this, History.CreateLogger(categoryName)) : this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => everything || logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_errors)
            {
                var text = $"{eventId.Name}: {formatter(state, exception)} {exception}";
                if (logLevel >= LogLevel.Error)
                {
                    _errors.Add(text);
                }

                if (everything)
                {
                    _all.AppendLine(text);
                }
            }
        }

        public void Dispose()
        {
        }

        private sealed class Both(ErrorLog errors, ILogger history) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                errors.Log(logLevel, eventId, state, exception, formatter);
                history.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
