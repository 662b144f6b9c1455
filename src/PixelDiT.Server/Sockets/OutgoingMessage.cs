namespace PixelDiT.Server.Sockets;

/// <summary>A message ready for the wire; the same object may wait for many sockets.</summary>
/// <param name="Payload">The frame's payload.</param>
/// <param name="IsText">True for a text frame, false for a binary one.</param>
/// <param name="Importance">What may happen to it when the client reads too slowly.</param>
internal sealed record OutgoingMessage(ReadOnlyMemory<byte> Payload, bool IsText, Importance Importance);

/// <summary>What may happen to a message whose client reads too slowly; the lowest go first.</summary>
internal enum Importance
{
    /// <summary>A picture; the next one replaces it.</summary>
    Preview,

    /// <summary>How far a node is; the next one says more.</summary>
    Progress,

    /// <summary>Must arrive; a client that lets too many of these pile up is disconnected.</summary>
    Essential,
}
