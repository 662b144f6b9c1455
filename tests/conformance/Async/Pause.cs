using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Waiting by the host's clock; the system's where the host offers none.</summary>
internal static class Pause
{
    /// <summary>How often a waiting node says how far it is.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The clock.</summary>
    public static TimeProvider Clock(this NodeServices services) => services.Find<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Waits; other nodes run meanwhile.</summary>
    public static Task PauseAsync(this NodeContext context, double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), context.Services.Clock(), context.Cancellation);

    /// <summary>Waits before an answer that the node gives without running.</summary>
    public static Task PauseAsync(this NodeServices services, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(50), services.Clock(), cancellation);
}
