using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class SaveImageWebsocketTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Run_Batch_SendsEachAsPngWhetherPreviewsAreWantedOrNot(bool previews)
    {
        using var host = new TestHost();
        using var images = full([2, 700, 3, 3], 0.25f);
        var context = host.Context(previews);
        var result = new SaveImageWebsocket { Images = images }.Run(context);
        Assert.Multiple(() =>
        {
            Assert.That(context.Reports.Select(r => (r.Value, r.Max)), Is.EqualTo(new[] { (0.0, 2.0), (1.0, 2.0) }));
            Assert.That(context.Reports.Select(r => r.Preview!.Format), Is.All.EqualTo(PreviewFormat.Png));
            var picture = ImageDecoder.Decode(context.Reports[1].Preview!.Bytes.Span);
            Assert.That((picture.Width, picture.Height, picture.Bytes(0)[0]), Is.EqualTo((3, 700, (byte)63)), "in full size");
            Assert.That(result.Outputs, Is.Empty);
            Assert.That(result.Ui, Is.Null);
            Assert.That(Directory.Exists(host.Folders.Output) ? Directory.GetFiles(host.Folders.Output) : [], Is.Empty);
        });
    }

    [Test]
    public void Fingerprint_IsNeverTheSame()
    {
        using var host = new TestHost();
        using var images = zeros(1, 2, 2, 3);
        Assert.That(new SaveImageWebsocket { Images = images }.Fingerprint(host.Services), Is.EqualTo(double.NaN));
    }

    [Test]
    public void Run_NotABatchOfImages_SaysWhatIsExpected()
    {
        using var host = new TestHost();
        using var mask = zeros(1, 2, 2);
        Assert.That(() => new SaveImageWebsocket { Images = mask }.Run(host.Context()), Throws.ArgumentException.With.Message.Contains("[1, 2, 2]"));
    }
}
