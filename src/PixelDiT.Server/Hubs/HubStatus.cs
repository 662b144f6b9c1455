using PixelDiT.Server.Events;

namespace PixelDiT.Server.Hubs;

/// <summary>How the hub is doing: 200 of <c>GET /api/pixeldit/hub</c>.</summary>
/// <param name="Connections">Open connections.</param>
/// <param name="WaitingEvents">Events that wait for them, each counted for every connection that it waits for.</param>
/// <param name="WaitingBytes">About how many bytes those have, previews aside; they are kept once, see <paramref name="Log"/>.</param>
/// <param name="DroppedPreviews">Previews that slow clients did not get, since the start.</param>
/// <param name="DroppedProgress">Progress reports that slow clients did not get, since the start.</param>
/// <param name="Resets">How often a client had to start over from a snapshot, since the start.</param>
/// <param name="Log">The log of events.</param>
internal sealed record HubStatus(
    int Connections, long WaitingEvents, long WaitingBytes, long DroppedPreviews, long DroppedProgress, long Resets, LogStatus Log)
{
    /// <summary>Before the first client came.</summary>
    public static HubStatus Unused(EventLog log) => new(0, 0, 0, 0, 0, 0, LogStatus.Of(log));
}

/// <summary>The log of events.</summary>
/// <param name="First">Number of the oldest event.</param>
/// <param name="Last">Number of the latest event.</param>
/// <param name="Bytes">About how many bytes they take.</param>
internal sealed record LogStatus(long First, long Last, long Bytes)
{
    /// <summary>The log now.</summary>
    public static LogStatus Of(EventLog log) => new(log.First, log.Last, log.Bytes);
}
