using System.Reflection;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

internal static class Bench
{
    public static NodeRegistry Registry { get; } = new();

    public static NodePack ConformancePack { get; } = Registry.AddPack(Assembly.Load("PixelDiT.Conformance"), "custom_nodes.conformance");
}
