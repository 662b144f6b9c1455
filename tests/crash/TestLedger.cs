using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.CrashNodes;

/// <summary>Writes "start NAME" into a file, works for a while, and writes "end NAME"; each line at once, so that a kill leaves it out or whole.</summary>
[Node("TestLedger", Category = "testing", IsOutput = true)]
public sealed class TestLedger : Node, IFingerprinted
{
    /// <summary>The file, appended to.</summary>
    [StringInput(Default = "")]
    public string File { get; set; } = "";

    /// <summary>What the lines say.</summary>
    [StringInput(Default = "")]
    public string Name { get; set; } = "";

    /// <summary>How long the work takes.</summary>
    [IntInput(Default = 10, Min = 0, Max = 60_000)]
    public int Milliseconds { get; set; }

    /// <inheritdoc />
    public override NodeResult Run(NodeContext context)
    {
        Append($"start {Name}\n");
        context.Cancellation.WaitHandle.WaitOne(Milliseconds);
        context.Cancellation.ThrowIfCancellationRequested();
        Append($"end {Name}\n");
        return NodeResult.Of().WithUi(new JsonObject { ["text"] = new JsonArray(Name) });
    }

    /// <inheritdoc />
    public object? Fingerprint(NodeServices services) => double.NaN;

    private void Append(string line)
    {
        using var stream = new FileStream(File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(line));
    }
}
