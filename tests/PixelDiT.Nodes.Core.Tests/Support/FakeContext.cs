using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.Core.Tests.Support;

/// <summary>A node's surroundings without an executor: records reports, keeps state, cancels on request.</summary>
internal sealed class FakeContext(NodeServices? services = null) : NodeContext
{
    private readonly Dictionary<Type, object> _state = [];

    public List<(double Value, double Max, NodePreview? Preview)> Reports { get; } = [];

    public CancellationTokenSource Source { get; } = new();

    /// <summary>Cancels when this many reports have come.</summary>
    public int CancelAfterReports { get; init; } = int.MaxValue;

    public bool Previews { get; init; }

    public RecordingLogger Log { get; } = new();

    public override string NodeId => "1";

    public override string PromptId => "test";

    public override CancellationToken Cancellation => Source.Token;

    public override ILogger Logger => Log;

    public override NodeServices Services { get; } = services ?? new NodeServices();

    public override bool PreviewsWanted => Previews;

    public override void Report(double value, double max, Func<NodePreview>? preview = null)
    {
        Reports.Add((value, max, Previews ? preview?.Invoke() : null));
        if (Reports.Count >= CancelAfterReports)
        {
            Source.Cancel();
        }
        Cancellation.ThrowIfCancellationRequested();
    }

    public override void ReportPicture(double value, double max, NodePreview picture) => Reports.Add((value, max, picture));

    public override void SetProgress(double value, double max = 1) => Reports.Add((value, max, null));

    public override GraphBuilder NewGraph() => new($"{NodeId}.0.0.");

    public override T State<T>(Func<T> create)
    {
        if (!_state.TryGetValue(typeof(T), out var state))
        {
            _state[typeof(T)] = state = create();
        }
        return (T)state;
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    public List<(LogLevel Level, string Text)> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => NullLogger.Instance.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add((logLevel, formatter(state, exception)));
}
