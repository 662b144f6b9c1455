using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using System.Text.Json.Nodes;

namespace PixelDiT.Packs.Tests.Support;

/// <summary>A host without a server: finds and loads packs and runs their nodes.</summary>
internal sealed class LoaderBench
{
    /// <summary>Finds and loads.</summary>
    /// <param name="options">Where to look.</param>
    public LoaderBench(PackSearchOptions options)
    {
        Services.Add(new FolderPaths(new FolderOptions { BaseDirectory = Path.GetTempPath() })).Add(new HostOptions()).Add(TimeProvider.System);
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(Log));
        Packs = new PackLoader(Registry, Services, loggers).Load(new PackFinder(options, loggers.CreateLogger<PackFinder>()).Find());
    }

    /// <summary>Finds and loads the packs of a builder.</summary>
    public static LoaderBench Of(PackBuilder builder) => new(new PackSearchOptions { Usual = [builder.Packs] });

    public NodeRegistry Registry { get; } = new();

    public NodeServices Services { get; } = new();

    public LogLines Log { get; } = new();

    public IReadOnlyList<LoadedPack> Packs { get; }

    public LoadedPack this[string name] => Packs.Single(p => p.Name == name);

    /// <summary>Faults of all packs, <c>pack: [type: ]message</c>.</summary>
    public IEnumerable<string> Faults => Packs.SelectMany(p => p.Faults.Select(f => $"{p.Name}: {(f.TypeName is null ? "" : f.TypeName + ": ")}{f.Message}"));

    /// <summary>Runs one output node and gives the text that it shows.</summary>
    public Task<string> RunAsync(string id) => RunAsync(new JsonObject { ["1"] = new JsonObject { ["class_type"] = id, ["inputs"] = new JsonObject() } });

    /// <summary>Runs a graph and gives the text that its output node shows.</summary>
    public async Task<string> RunAsync(JsonObject prompt)
    {
        var result = await new PromptValidator(Registry, Services).ValidateAsync(prompt);
        Assert.That(result.Error, Is.Null);
        var executor = new GraphExecutor(Registry, Services, new ExecutorOptions());
        var outcome = executor.Execute(new ExecutionRequest { PromptId = "test", Prompt = result.Prompt! }, new SilentObserver(), default);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), () => outcome.Error?.Message ?? "");
        return outcome.Outputs.Single().Ui["text"]![0]!.ToString();
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
