using System.Text.Json.Nodes;
using PixelDiT.App.Run;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.Tests.Run;

internal sealed class RunObserverTests
{
    private static readonly NodeRef Save = NodeRef.Submitted("9", "SaveImage");
    private readonly FolderPaths _folders = new(new FolderOptions { BaseDirectory = "/base" });

    [Test]
    public void NodeExecuted_FilesAndTexts_PrintsOneLineEach()
    {
        using var output = new StringWriter();
        var observer = new RunObserver(_folders, output, TextWriter.Null, showProgress: false);

        observer.NodeExecuted(Save, JsonNode.Parse(
            """{"images":[{"filename":"a.png","subfolder":"s","type":"output"},{"filename":"b.png","subfolder":"","type":"temp"}],"text":["hello"]}""")!.AsObject());
        observer.NodeExecuted(Save, null);

        Assert.That(output.ToString().TrimEnd().Split('\n'), Is.EqualTo(new[] { "/base/output/s/a.png", "/base/temp/b.png", "hello" }));
    }

    [Test]
    public void Progress_NobodyWatches_PrintsNothing()
    {
        using var progress = new StringWriter();
        var observer = new RunObserver(_folders, TextWriter.Null, progress, showProgress: false);

        observer.NodeStarted(Save);
        observer.NodeProgress(Save, 1, 2, null);
        observer.NodeFinished(Save);

        Assert.That(progress.ToString(), Is.Empty);
    }
}
