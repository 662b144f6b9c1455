using PixelDiT.Imaging;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

[ReleasesTensors]
public class PreviewImageTests
{
    [Test]
    public void Run_SameNodeTwice_KeepsItsRandomPrefix()
    {
        using var host = new TestHost();
        using var image = ones(1, 3, 4, 3);
        var context = host.Context();
        var names = Enumerable.Range(0, 2)
            .Select(_ => new PreviewImage { Images = image }.Run(context).Ui!["images"]![0]!)
            .Select(i => (string)i["filename"]!).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(names[0], Does.Match("^ComfyUI_temp_[a-z]{5}_00001_[.]png$"));
            Assert.That(names[1], Is.EqualTo(names[0].Replace("00001", "00002", StringComparison.Ordinal)));
            Assert.That(Directory.GetFiles(host.Folders.Temp).Select(Path.GetFileName), Is.EquivalentTo(names));
        });
    }

    [Test]
    public void Run_Image_ReachesTheDiskWhenItIsAskedForAndNotBefore()
    {
        using var host = new TestHost();
        using var image = ones(1, 3, 4, 3);
        var folder = host.Folders.Temp;
        var names = Enumerable.Range(0, 2).Select(_ => (string)new PreviewImage { Images = image }.Run(host.Context()).Ui!["images"]![0]!["filename"]!).ToList();
        Assert.That(Directory.GetFiles(folder), Is.Empty);

        Assert.That(host.Folders.ResolveAnnotated($"{names[1]} [temp]"), Is.EqualTo(Path.Combine(folder, names[1])).And.Exist);
        Assert.That(Path.Combine(folder, names[0]), Does.Not.Exist);
    }

    [Test]
    public void Run_Image_IsShownFromTheTempFolderAndPassedOn()
    {
        using var host = new TestHost();
        using var image = ones(1, 3, 4, 3);
        var result = new PreviewImage { Images = image }.Run(host.Context());
        var shown = result.Ui!["images"]![0]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)shown["type"]!, Is.EqualTo("temp"));
            Assert.That((string)shown["subfolder"]!, Is.Empty);
            Assert.That(result.Outputs[0], Is.SameAs(image));
            Assert.That(ImageDecoder.Decode(Path.Combine(host.Folders.Temp, (string)shown["filename"]!)).Bytes(0).ToArray(), Is.All.EqualTo(255));
        });
    }
}
