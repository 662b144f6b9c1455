using System.Reflection;
using System.Text.Json.Nodes;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>The file that node TestLedger writes, and the jobs that make it write.</summary>
/// <param name="file">The file.</param>
internal sealed class Ledger(string file)
{
    /// <summary>The pack of the node.</summary>
    public static string Pack { get; } = typeof(Ledger).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CrashNodes").Value!;

    /// <summary>A prompt that writes a name before and after its work.</summary>
    public JsonObject Prompt(string name, int milliseconds) => new()
    {
        ["1"] = new JsonObject { ["class_type"] = "TestLedger", ["inputs"] = new JsonObject { ["file"] = file, ["name"] = name, ["milliseconds"] = milliseconds } },
    };

    /// <summary>Its lines so far: what happened, and to which job.</summary>
    public List<(string What, string Name)> Lines()
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).Select(p => (p[0], p[1]))];
    }
}
