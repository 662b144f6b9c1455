using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.App.Run;

/// <summary>Prints the files that a workflow saves, and on a terminal how far it is.</summary>
/// <param name="folders">Where files lie.</param>
/// <param name="output">Receives one full path a line, and texts that nodes show.</param>
/// <param name="progress">Receives the progress.</param>
/// <param name="showProgress">True where somebody watches.</param>
internal sealed class RunObserver(FolderPaths folders, TextWriter output, TextWriter progress, bool showProgress) : IExecutionObserver
{
    private int _shown;

    /// <inheritdoc />
    public void Started()
    {
    }

    /// <inheritdoc />
    public void Cached(IReadOnlyList<string> nodeIds)
    {
    }

    /// <inheritdoc />
    public void NodeStarted(NodeRef node) => Show($"{node.ClassType} …");

    /// <inheritdoc />
    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview) => Show($"{node.ClassType} {value:0}/{max:0}");

    /// <inheritdoc />
    public void NodeProgressState(NodeRef node, double value, double max) => Show($"{node.ClassType} {value / max:P0}");

    /// <inheritdoc />
    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
    {
        Show("");
        output.WriteLine($"{node.ClassType} (node #{node.RealId}) was blocked: {message}");
    }

    /// <inheritdoc />
    public void NodeExecuted(NodeRef node, JsonObject? ui)
    {
        Show("");
        foreach (var item in ui?.SelectMany(media => media.Value as JsonArray ?? []) ?? [])
        {
            if (item is JsonObject file && file["filename"] is JsonValue name)
            {
                var directory = folders.DirectoryOf(file["type"]?.ToString() ?? "output", name.ToString()) ?? folders.Output;
                output.WriteLine(Path.Combine(directory, file["subfolder"]?.ToString() ?? "", name.ToString()));
            }
            else if (item is JsonValue text)
            {
                output.WriteLine(text.ToString());
            }
        }
    }

    /// <inheritdoc />
    public void NodeFinished(NodeRef node) => Show("");

    // One line, written over again and again.
    private void Show(string text)
    {
        if (showProgress)
        {
            progress.Write($"\r{text.PadRight(_shown)}{(text.Length == 0 ? "\r" : "")}");
            _shown = text.Length;
        }
    }
}
