using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Composition;
using PixelDiT.Graph.Packs;

namespace PixelDiT.App.Doctor;

/// <summary>The node packs.</summary>
internal static class PackCheck
{
    /// <summary>Loads them as the server would.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var host = new NodeHost(settings, NullLoggerFactory.Instance);
        yield return host.Registry.Nodes.Count > 0
            ? Finding.Ok("packs", $"{Finding.Count(host.Registry.Nodes.Count, "node class", "node classes")} from {Finding.Count(host.Packs.Count, "pack", "packs")}")
            : Finding.Fail("packs", $"there are no node classes; the built-in packs should lie in {Path.Combine(AppContext.BaseDirectory, "nodes")}", "build again: eng/build.sh app");
        foreach (var pack in host.Packs)
        {
            foreach (var fault in pack.Faults)
            {
                var text = $"{pack.Name}{(fault.TypeName is { } type ? $", {type}" : "")}: {fault.Message} ({pack.Path})";
                yield return pack.Source == PackSource.BuiltIn
                    ? Finding.Fail("packs", text, "build again: eng/build.sh app")
                    : Finding.Warn("packs", text, "ask its author, or take the pack away; the others are not affected");
            }
        }
    }
}
