using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("ReadTextFile", Title = "Read Text File", Category = "my nodes/text")]
[Output("STRING", "text")]
public sealed class ReadTextFile : Node, IValidatesInputs, IFingerprinted
{
    [ComboInput(Source = typeof(TextFiles))]
    public string File { get; set; } = "";

    public IReadOnlyList<string> ValidatedInputs { get; } = ["file"];

    public string? ValidateInputs(ReceivedInputs inputs) => inputs.Constants.ContainsKey("file") && !System.IO.File.Exists(Find(inputs.Services))
        ? $"'{File}' is no text file of the input folder; put one there"
        : null;

    public object? Fingerprint(NodeServices services) => System.IO.File.GetLastWriteTimeUtc(Find(services) ?? "").Ticks;

    public override NodeResult Run(NodeContext context) => Find(context.Services) is { } path
        ? NodeResult.Of(System.IO.File.ReadAllText(path))
        : throw new FileNotFoundException($"'{File}' leads out of the input folder.");

    private string? Find(NodeServices services) => FolderPaths.Within(services.Get<FolderPaths>().Input, File);
}

public sealed class TextFiles : IChoiceSource
{
    public IReadOnlyList<string> GetChoices(NodeServices services)
    {
        var folder = services.Get<FolderPaths>().Input;
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.txt").Select(Path.GetFileName).OfType<string>().Order()] : [];
    }
}
