using Microsoft.Extensions.Logging;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Text;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Tests.Text;

[ReleasesTensors]
public class CLIPTextEncodeTests
{
    [TestCase("a red circle")]
    [TestCase("")]
    public void Run_Text_IsOneEntryOfThreeHundredTokens(string text)
    {
        using var host = new TestHost().WithTinyModels();
        var conditioning = Encode(host, host.Context(), text);
        using var embedding = conditioning.Entries.Single().Embedding;
        Assert.That(embedding.shape, Is.EqualTo(new long[] { 1, 300, 64 }));
    }

    [Test]
    public void Run_TextBeyondTheTable_Warns()
    {
        using var host = new TestHost().WithTinyModels();
        var context = host.Context();
        using var embedding = Encode(host, context, string.Join(' ', Enumerable.Repeat("long", 500))).Entries.Single().Embedding;
        Assert.That(context.Log.Entries, Has.Some.Matches<(LogLevel Level, string Text)>(e => e.Level == LogLevel.Warning));
    }

    [Test]
    public void Run_Interrupted_DoesNotEncode()
    {
        using var host = new TestHost().WithTinyModels();
        var context = host.Context();
        context.Source.Cancel();
        Assert.That(() => Encode(host, context, "x"), Throws.InstanceOf<OperationCanceledException>());
    }

    private static Conditioning Encode(TestHost host, FakeContext context, string text)
    {
        var clip = (Clip)new CLIPLoader { ClipName = "gemma2_tiny.safetensors", Type = "pixeldit" }.Run(host.Context()).Outputs[0]!;
        return (Conditioning)new CLIPTextEncode { Text = text, Clip = clip }.Run(context).Outputs[0]!;
    }
}
