using Microsoft.Extensions.Logging;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Text;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Tests.Support;
using PixelDiT.Nodes.PixelDiT.Text;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.PixelDiT.Tests.Text;

[ReleasesTensors]
public class PixelDiTTextEncoderTests
{
    [Test]
    public void Run_BothPrompts_AreThoseOfCLIPTextEncode()
    {
        using var host = new TestHost().WithTinyModels();
        var clip = Tiny.Load(host).Clip;

        var (positive, negative) = Tiny.Encode(host, clip, "a red circle", "");

        foreach (var (ours, text) in new[] { (positive, "a red circle"), (negative, "") })
        {
            var comfy = (Conditioning)new CLIPTextEncode { Text = text, Clip = clip }.Run(host.Context()).Outputs[0]!;
            Assert.That(Tiny.Same(ours.Entries.Single().Embedding, comfy.Entries.Single().Embedding), text);
            Tiny.Free(comfy);
        }
        Tiny.Free(positive, negative);
    }

    [Test]
    public void Run_Prompts_TellsTheirTokens()
    {
        using var host = new TestHost().WithTinyModels();

        var result = Run(host, new() { Clip = Tiny.Load(host).Clip, Positive = "a red circle" });

        Assert.That(result.Lines, Has.Length.EqualTo(2));
        Assert.That(result.Lines[0], Does.Match(@"^positive: [1-9]\d* of at most 298 tokens$"));
        Assert.That(result.Lines[1], Does.StartWith("negative: 0 of at most "));
        Assert.That(result.Log, Is.Empty);
    }

    [Test]
    public void Run_TenThousandWords_AreCutWithAWarning()
    {
        using var host = new TestHost().WithTinyModels();

        var result = Run(host, new() { Clip = Tiny.Load(host).Clip, Positive = string.Join(' ', Enumerable.Repeat("circle", 10_000)) });

        Assert.That(result.Lines[1], Does.Match(@"^Warning: the positive prompt has \d{5,} tokens; the last \d{4,} do not fit and are left out\.$"));
        Assert.That(result.Log, Has.Some.Matches<(LogLevel Level, string Text)>(e => e.Level == LogLevel.Warning));
    }

    [Test]
    public void Run_Instruction_ChangesWhatIsUnderstood()
    {
        using var host = new TestHost().WithTinyModels();
        var clip = Tiny.Load(host).Clip;
        float[] First(string instruction, string custom = "", bool softCap = false)
        {
            var node = new PixelDiTTextEncoder { Clip = clip, Positive = "a red circle", Instruction = instruction, CustomInstruction = custom, SoftCap = softCap };
            var outputs = node.Run(host.Context()).Outputs.Cast<Conditioning>().ToArray();
            var values = outputs[0].Entries[0].Embedding.data<float>().ToArray();
            Tiny.Free(outputs);
            return values;
        }

        var on = First("on");
        Assert.Multiple(() =>
        {
            Assert.That(First("off"), Is.Not.EqualTo(on));
            Assert.That(First("custom", "Paint it: "), Is.Not.EqualTo(on));
            Assert.That(First("on", "not looked at"), Is.EqualTo(on).Within(1e-5));
            Assert.That(First("custom", ""), Is.EqualTo(First("off")).Within(1e-5));
        });
    }

    [Test]
    public void Run_InstructionBeyondAllMeasure_IsRefused()
    {
        using var host = new TestHost().WithTinyModels();
        var node = new PixelDiTTextEncoder { Clip = Tiny.Load(host).Clip, Instruction = "custom", CustomInstruction = new string('x', 4001) };

        Assert.That(() => node.Run(host.Context()), Throws.TypeOf<SamplingSettingException>().With.Message.EqualTo("custom_instruction is 4001 characters long; expected at most 4000 characters."));
    }

    private static (string[] Lines, List<(LogLevel Level, string Text)> Log) Run(TestHost host, PixelDiTTextEncoder node)
    {
        var context = host.Context();
        var result = node.Run(context);
        Tiny.Free([.. result.Outputs.Cast<Conditioning>()]);
        return (Tiny.Lines(result), context.Log.Entries);
    }
}
