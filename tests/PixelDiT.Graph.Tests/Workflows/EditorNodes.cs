using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Workflows;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Classes for editor-form files. They do no work: conversion never runs a node.</summary>
internal abstract class EditorTestNode : Node
{
    public static NodeRegistry Registry { get; } = MakeRegistry();

    public static NodeServices Services { get; } = new();

    public static WorkflowConverter Converter { get; } = new(Registry, Services);

    public override NodeResult Run(NodeContext context) => throw new NotSupportedException("a declaration only");

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        Assert.That(registry.AddPack(typeof(EditorTestNode).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(EditorTestNode))), "tests").Faults, Is.Empty);
        return registry;
    }
}

[Node("Load", Title = "Load Model")]
[Output("MODEL")]
[Output("CLIP")]
internal sealed class LoadNode : EditorTestNode
{
    [ComboInput("a.safetensors", "b.safetensors")]
    public string Name { get; init; } = "";

    [ComboInput("default", "fp8", Default = "default", Advanced = true)]
    public string Dtype { get; init; } = "";
}

[Node("Patch")]
[Output("MODEL")]
internal sealed class PatchNode : EditorTestNode
{
    [Input("MODEL")]
    public object Model { get; init; } = "";

    [FloatInput(Default = 1)]
    public double Strength { get; init; }
}

// The inputs are in another order than the outputs.
[Node("PatchBoth")]
[Output("MODEL")]
[Output("CLIP")]
internal sealed class PatchBothNode : EditorTestNode
{
    [Input("CLIP")]
    public object Clip { get; init; } = "";

    [Input("MODEL")]
    public object Model { get; init; } = "";
}

[Node("Encode", Title = "Encode Text")]
[Output("CONDITIONING")]
internal sealed class EncodeNode : EditorTestNode
{
    [StringInput(Multiline = true, DynamicPrompts = true)]
    public string Text { get; init; } = "";

    [Input("CLIP")]
    public object Clip { get; init; } = "";
}

[Node("Sample", Title = "Sampler")]
[Output("LATENT")]
internal sealed class SampleNode : EditorTestNode
{
    [Input("MODEL")]
    public object Model { get; init; } = "";

    [IntInput(Default = 0, Min = 0, Max = ulong.MaxValue, ControlAfterGenerate = true)]
    public ulong Seed { get; init; }

    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; init; }

    [FloatInput(Default = 8)]
    public double Cfg { get; init; }

    [ComboInput("euler", "heun")]
    public string Sampler { get; init; } = "";

    [Input("CONDITIONING")]
    public object Positive { get; init; } = "";

    [Input("CONDITIONING")]
    public object Negative { get; init; } = "";

    [FloatInput(Default = 1, Optional = true)]
    public double Denoise { get; init; }
}

[Node("Decode")]
[Output("IMAGE")]
internal sealed class DecodeNode : EditorTestNode
{
    [Input("LATENT")]
    public object Samples { get; init; } = "";
}

[Node("Save", Title = "Save Image", IsOutput = true)]
internal sealed class SaveNode : EditorTestNode
{
    [Input("IMAGE")]
    public object Images { get; init; } = "";

    [StringInput(Default = "ComfyUI")]
    public string FilenamePrefix { get; init; } = "";
}

[Node("Upload")]
[Output("IMAGE")]
internal sealed class UploadNode : EditorTestNode
{
    [ComboInput("x.png", ImageUpload = true)]
    public string Image { get; init; } = "";

    [ComboInput("alpha", "red")]
    public string Channel { get; init; } = "";
}

[Node("Noise")]
[Output("NOISE")]
internal sealed class NoiseNode : EditorTestNode
{
    [IntInput(Default = 0)]
    public ulong NoiseSeed { get; init; }

    [IntInput(Default = 5)]
    public int Size { get; init; }
}

[Node("PlainSeed")]
[Output("INT")]
internal sealed class PlainSeedNode : EditorTestNode
{
    [IntInput(Default = 3, Options = """{"control_after_generate": false}""")]
    public int Seed { get; init; }

    [IntInput(Default = 4)]
    public int Other { get; init; }
}

[Node("Pick")]
[Output("STRING")]
internal sealed class PickNode : EditorTestNode
{
    [ComboInput("one", "two", Options = """{"control_after_generate": true}""")]
    public string File { get; init; } = "";

    [BooleanInput(Default = true)]
    public bool Flag { get; init; }

    [ComboInput("r", "g", "b", NewStyle = true, Options = """{"multiselect": true}""")]
    public object Channels { get; init; } = "";

    [Input("CURVE", Options = """{"widgetType": "STRING", "default": "linear"}""", Optional = true)]
    public object Curve { get; init; } = "";

    [IntInput(Options = """{"socketless": true}""", Optional = true)]
    public int Hidden { get; init; }
}

[Node("Forced")]
[Output("INT")]
internal sealed class ForcedNode : EditorTestNode
{
    [IntInput(Default = 1)]
    public int A { get; init; }

    [IntInput(ForceInput = true)]
    public int B { get; init; }

    [StringInput(Default = "c", Options = """{"defaultInput": true}""")]
    public string C { get; init; } = "";
}

[Node("Int")]
[Output("INT")]
internal sealed class IntNode : EditorTestNode
{
    [IntInput(Default = 0)]
    public int Value { get; init; }
}

// Anything in, anything out; also passes types on.
[Node("Any")]
[Output("*")]
internal sealed class AnyNode : EditorTestNode
{
    [Input("*", Optional = true)]
    public object? First { get; init; }

    [Input("*", Optional = true)]
    public object? Second { get; init; }

    [IntInput(Default = 7, Optional = true)]
    public int Number { get; init; }
}

[Node("Mix")]
[Output("IMAGE,MASK")]
internal sealed class MixNode : EditorTestNode
{
    [Input("image,LATENT", Optional = true)]
    public object? Loose { get; init; }

    [Input("IMAGE", Optional = true)]
    public object? Exact { get; init; }
}
