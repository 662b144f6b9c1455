using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.PixelDiT.Images;
using PixelDiT.Nodes.PixelDiT.Tests.Support;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Images;

[ReleasesTensors]
public class PixelDiTImageGridTests
{
    [TestCase(3, 0, 2, 2)]
    [TestCase(4, 1, 1, 4)]
    [TestCase(2, 9, 2, 1)]
    public void Run_Images_StandInRowsAndColumns(int count, int columns, int across, int down)
    {
        using var scope = NewDisposeScope();
        var images = Tiny.Picture(count, 6, 10);

        var (grid, _) = Run(new() { Images = images, Columns = columns, Gap = 2 });

        Assert.That(grid.shape, Is.EqualTo(new long[] { 1, 2 + (down * 8), 2 + (across * 12), 3 }));
        for (var i = 0; i < count; i++)
        {
            var cell = grid[0].narrow(0, 2 + (i / across * 8), 6).narrow(1, 2 + (i % across * 12), 10);
            Assert.That(Tiny.Same(cell, images[i]), $"image {i}");
        }
        Assert.That(grid[0, 0].data<float>().ToArray(), Is.All.EqualTo(1f), "white between them");
    }

    [Test]
    public void Run_MoreImagesOfOtherSizes_KeepTheirsAndStandInTheMiddle()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Tiny.Picture(1, 8, 8), Tiny.Picture(1, 4, 2, channels: 4));
        var node = new PixelDiTImageGrid { Images = first, Gap = 0, Background = "black", More = new Dictionary<string, object?> { ["images_2"] = second, ["other"] = "x" } };

        var (grid, _) = Run(node);

        Assert.That(grid.shape, Is.EqualTo(new long[] { 1, 8, 16, 3 }));
        Assert.That(Tiny.Same(grid[0].narrow(0, 2, 4).narrow(1, 11, 2), second[0].narrow(2, 0, 3)));
        Assert.That(grid[0, 0].narrow(0, 8, 8).abs().max().item<float>(), Is.Zero, "black around it");
    }

    [Test]
    public void Run_Labels_AreInTheStripUnderTheirImage()
    {
        using var scope = NewDisposeScope();
        var images = zeros([2, 40, 80, 3]);

        var (grid, lines) = Run(new() { Images = images, Labels = "cfg = 2\n", Columns = 2, Gap = 4, LabelSize = 16 });

        if (lines.Length > 0)
        {
            Assert.That(lines, Has.Length.EqualTo(1).And.All.StartsWith("Warning: the labels are not in the picture").And.All.Contains("cfg = 2"), "a machine without fonts");
            return;
        }
        var strip = grid[0].narrow(0, 44, grid.shape[1] - 48);
        Assert.That(strip.narrow(1, 4, 80).min().item<float>(), Is.LessThan(0.3f), "ink under the first image");
        Assert.That(strip.narrow(1, 88, 80).min().item<float>(), Is.EqualTo(1f), "none under the second");
    }

    [Test]
    public void Run_LongLabel_IsCutAtTheImagesWidth()
    {
        using var scope = NewDisposeScope();
        Assert.That(Run(new() { Images = zeros([1, 8, 8, 3]), Labels = new string('W', 200), Gap = 0 }).Grid.shape[2], Is.EqualTo(8));
    }

    [Test]
    public void Run_GridBeyondAllMeasure_IsRefusedBeforeItIsMade()
    {
        using var scope = NewDisposeScope();
        var wide = zeros([40, 1, 1000, 3]);

        Assert.That(() => Run(new() { Images = wide, Columns = 40 }), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("32768x32768"));
    }

    [Test]
    public void Run_GreyImages_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => Run(new() { Images = zeros([1, 8, 8, 1]) }), Throws.TypeOf<SamplingSettingException>().With.Message.Contains("[1, 8, 8, 1]"));
    }

    private static (Tensor Grid, string[] Lines) Run(PixelDiTImageGrid node)
    {
        var result = node.Run(new FakeContext());
        return (Tiny.Scoped(result.Outputs[0]), Tiny.Lines(result));
    }
}
