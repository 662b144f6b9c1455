using System.Diagnostics.Metrics;

namespace PixelDiT.Server.Hubs;

/// <summary>The hub's figures for whoever listens to the meter <c>PixelDiT.Server.Hub</c>.</summary>
internal sealed class HubMetrics : IDisposable
{
    private readonly Meter _meter = new("PixelDiT.Server.Hub");

    /// <param name="status">Reads the figures.</param>
    public HubMetrics(Func<HubStatus> status)
    {
        _meter.CreateObservableGauge("pixeldit.hub.connections", () => status().Connections, "{connection}", "Open connections to the hub.");
        _meter.CreateObservableGauge("pixeldit.hub.waiting", () => status().WaitingBytes, "By", "Bytes of events that wait for hub clients.");
        _meter.CreateObservableCounter(
            "pixeldit.hub.dropped",
            () => status() is var now
                ? new[]
                {
                    new Measurement<long>(now.DroppedPreviews, KeyValuePair.Create<string, object?>("kind", "preview")),
                    new Measurement<long>(now.DroppedProgress, KeyValuePair.Create<string, object?>("kind", "progress")),
                }
                : [],
            "{event}",
            "Events that slow hub clients did not get.");
        _meter.CreateObservableCounter("pixeldit.hub.resets", () => status().Resets, "{reset}", "Hub clients that had to start over from a snapshot.");
        _meter.CreateObservableGauge("pixeldit.events.bytes", () => status().Log.Bytes, "By", "Size of the log of events.");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
