using System.Text.Json.Nodes;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Server.Tests.Nodes;

/// <summary>An image as far as these tests care.</summary>
internal sealed record FakeImage(int Width, int Height, int Count);

/// <summary>Node classes with the ids, inputs and behaviour of those in the recordings, without pixels.</summary>
internal static class TestNodes
{
    public static readonly Type[] All =
    [
        typeof(EmptyImage), typeof(StubImage), typeof(SaveImage), typeof(PreviewImage), typeof(SaveImageWebsocket), typeof(TestSleep), typeof(TestSyncError),
        typeof(TestGate), typeof(TestSteps), typeof(TestNested), typeof(PreviewAny),
    ];
}

[Node("EmptyImage", Category = "image")]
[Output("IMAGE")]
internal sealed class EmptyImage : Node
{
    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Width { get; set; }

    [IntInput(Default = 512, Min = 1, Max = 16384, Step = 1)]
    public int Height { get; set; }

    [IntInput(Default = 1, Min = 1, Max = 4096, Step = 1)]
    public int BatchSize { get; set; }

    [IntInput(Default = 0, Min = 0, Max = 0xFFFFFF)]
    public int Color { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(new FakeImage(Width, Height, BatchSize));
}

[Node("StubImage", Category = "Testing/Stub Nodes")]
[Output("IMAGE")]
internal sealed class StubImage : Node
{
    [ComboInput("WHITE", "BLACK", "NOISE")]
    public string Content { get; set; } = "";

    [IntInput(Default = 512, Min = 1, Max = 1 << 30, Step = 1)]
    public int Height { get; set; }

    [IntInput(Default = 512, Min = 1, Max = 1 << 30, Step = 1)]
    public int Width { get; set; }

    [IntInput(Default = 1, Min = 1, Max = 1 << 30, Step = 1)]
    public int BatchSize { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(new FakeImage(Width, Height, BatchSize));
}

[Node("SaveImage", Category = "image", IsOutput = true)]
[Output("IMAGE", "images")]
internal sealed class SaveImage : Node
{
    [Input("IMAGE")]
    public FakeImage Images { get; set; } = null!;

    [StringInput(Default = "ComfyUI")]
    public string FilenamePrefix { get; set; } = "";

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Images).WithUi(Saved.Write(context.Services.Get<FolderPaths>().Output, FilenamePrefix, "output", Images.Count));
}

[Node("PreviewImage", Category = "image", IsOutput = true)]
[Output("IMAGE", "images")]
internal sealed class PreviewImage : Node
{
    [Input("IMAGE")]
    public FakeImage Images { get; set; } = null!;

    public override NodeResult Run(NodeContext context)
    {
        var letters = context.State(() => string.Create(5, 0, static (text, _) => Random.Shared.GetItems("abcdefghijklmnopqrstuvwxyz", text)));
        return NodeResult.Of(Images).WithUi(Saved.Write(context.Services.Get<FolderPaths>().Temp, $"ComfyUI_temp_{letters}", "temp", Images.Count));
    }
}

[Node("PreviewAny", Category = "utilities", IsOutput = true)]
[Output("STRING")]
internal sealed class PreviewAny : Node
{
    [Input("*")]
    public object? Source { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Source).WithUi(new JsonObject { ["text"] = new JsonArray($"{Source}") });
}

[Node("SaveImageWebsocket", Category = "api/image", IsOutput = true)]
internal sealed class SaveImageWebsocket : Node, IFingerprinted
{
    public static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Input("IMAGE")]
    public FakeImage Images { get; set; } = null!;

    public override NodeResult Run(NodeContext context)
    {
        for (var i = 0; i < Images.Count; i++)
        {
            context.ReportPicture(i, Images.Count, new NodePreview(Picture, PreviewFormat.Png));
        }

        return NodeResult.Of();
    }

    public object? Fingerprint(NodeServices services) => double.NaN;
}

[Node("TestSleep", Category = "experimental")]
[Output("*")]
internal sealed class TestSleep : AsyncNode
{
    [Input("*")]
    public object? Value { get; set; }

    [FloatInput(Default = 1.0, Min = 0.0, Max = 9999.0)]
    public double Seconds { get; set; }

    [HiddenInput(HiddenInput.UniqueId)]
    public string UniqueId { get; set; } = "";

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        // The recordings sleep for seconds; their order of events does not need that long.
        const int slices = 20;
        for (var i = 0; i < slices; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds / 4 / slices), context.Cancellation);
            context.Report(Seconds * (i + 1) / slices, Seconds);
        }

        return NodeResult.Of(Value);
    }
}

[Node("TestSyncError", Category = "_for_testing/async")]
[Output("*")]
internal sealed class TestSyncError : Node
{
    [Input("*")]
    public object? Value { get; set; }

    public override NodeResult Run(NodeContext context) => throw new InvalidOperationException("Intentional sync execution error for testing");
}

/// <summary>Waits until the test lets it go on.</summary>
[Node("TestGate", Category = "testing")]
[Output("*")]
internal sealed class TestGate : Node
{
    [Input("*")]
    public object? Value { get; set; }

    [StringInput(Default = "gate")]
    public string Name { get; set; } = "";

    public override NodeResult Run(NodeContext context)
    {
        context.Services.Get<Gates>().Wait(Name, context.Cancellation);
        return NodeResult.Of(Value);
    }
}

/// <summary>Reports steps with previews as fast as it can.</summary>
[Node("TestSteps", Category = "testing")]
[Output("*")]
internal sealed class TestSteps : Node
{
    [Input("*")]
    public object? Value { get; set; }

    [IntInput(Default = 2, Min = 1, Max = 1_000_000)]
    public int Steps { get; set; }

    [IntInput(Default = 11, Min = 1, Max = 100_000_000)]
    public int PreviewBytes { get; set; }

    [IntInput(Default = 0, Min = 0, Max = int.MaxValue)]
    public int Seed { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var bytes = new byte[PreviewBytes];
        for (var i = 1; i <= Steps; i++)
        {
            context.Report(i, Steps, () => new NodePreview(bytes, PreviewFormat.Jpeg));
        }

        return NodeResult.Of(Value);
    }
}

/// <summary>Shows something that is nested deeply.</summary>
[Node("TestNested", Category = "testing", IsOutput = true)]
internal sealed class TestNested : Node
{
    [IntInput(Default = 1, Min = 1, Max = 10_000)]
    public int Depth { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        JsonNode nested = "in the middle";
        for (var i = 0; i < Depth; i++)
        {
            nested = new JsonArray(nested);
        }

        return NodeResult.Of().WithUi(new JsonObject { ["nested"] = nested });
    }
}

internal static class Saved
{
    private static readonly Lock Gate = new();

    public static JsonObject Write(string directory, string prefix, string type, int count)
    {
        Directory.CreateDirectory(directory);
        var images = new JsonArray();
        lock (Gate)
        {
            for (var i = 0; i < count; i++)
            {
                var number = Directory.GetFiles(directory, $"{prefix}_?????_.png").Length + 1;
                var name = $"{prefix}_{number:00000}_.png";
                File.WriteAllBytes(Path.Combine(directory, name), SaveImageWebsocket.Picture);
                images.Add(new JsonObject { ["filename"] = name, ["subfolder"] = "", ["type"] = type });
            }
        }

        return new JsonObject { ["images"] = images };
    }
}
