namespace PixelDiT.Graph.Nodes;

/// <summary>
/// An output value that keeps its consumers from being called (protocol §6.6): each hands it on from all its outputs. In a list only that
/// element is blocked.
/// </summary>
/// <param name="Message">Shown once, at the first node that receives it; null to block in silence. Default null.</param>
public sealed record ExecutionBlocker(string? Message = null);
