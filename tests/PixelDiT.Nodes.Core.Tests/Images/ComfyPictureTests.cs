using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Images;
using PixelDiT.Nodes.Core.Images.Resampling;
using PixelDiT.Nodes.Core.Latents;
using PixelDiT.Nodes.Core.Masks;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Tests;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Tests.Images;

/// <summary>Nodes and resampling against what ComfyUI 0.33.0 gives for the same numbers (<c>tests/data/pictures</c>).</summary>
[ReleasesTensors]
public class ComfyPictureTests
{
    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllText(TestData.File("pictures/comfyui_pictures.json")))!["cases"]!.AsArray();

    private static IEnumerable<string> Names() => Cases.Select(c => (string)c!["case"]!);

    [TestCaseSource(nameof(Names))]
    public void Result_SmallPicture_IsComfyUIs(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Cases.Single(c => (string)c!["case"]! == name)!;
        var result = Result(name);
        var values = expected["values"]!.AsArray().Select(v => (float)v!).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(result.Shape, Is.EqualTo(expected["shape"]!.AsArray().Select(v => (long)v!)));
            // Lanczos ends in bytes: anything but equality would be off by at least 1/255. The others may round their last bits differently.
            Assert.That(result.Values, name.StartsWith("lanczos", StringComparison.Ordinal) ? Is.EqualTo(values) : Is.EqualTo(values).Within(2e-6f));
        });
    }

    private static Picture Result(string name)
    {
        var parts = name.Split('|', '-', ' ');
        return name switch
        {
            _ when name.Contains('|') => Resized(name.Split('|')),
            "lanczos-rgba" => Planes(Recipe([1, 4, 7, 6], 21), 5, 9, "lanczos"),
            "lanczos-large-reduction" => Planes(Recipe([1, 3, 40, 33], 31), 5, 4, "lanczos"),
            "lanczos-rgba-same" => Planes(Recipe([1, 4, 4, 4], 41), 4, 4, "lanczos"),
            "blur-r2-s0.7" => new ImageBlur { Image = Recipe([1, 6, 7, 3], 51), BlurRadius = 2, Sigma = 0.7 }.Run()[0],
            "sharpen-r1-s1-a0.3" => new ImageSharpen { Image = Recipe([1, 6, 7, 3], 51), Alpha = 0.3 }.Run()[0],
            _ when parts[0] == "blend" => new ImageBlend { Image1 = Recipe([1, 3, 4, 3], 61), Image2 = Recipe([1, 3, 4, 3], 62), BlendFactor = 0.6, BlendMode = parts[1] }.Run()[0],
            "noise-seed7-s0.2" => new ImageAddNoise { Image = Recipe([2, 2, 3, 3], 71), Seed = 7, Strength = 0.2 }.Run()[0],
            "noise-seed-huge" => new ImageAddNoise { Image = Recipe([1, 3, 3, 3], 71), Seed = 0xFFFFFFFFFFFFFFFE, Strength = 0.2 }.Run()[0],
            _ when parts[0] == "stitch" => Stitched(parts[1], parts[2] == "True").Run()[0],
            "outpaint-image" => Outpaint().Run()[0],
            "outpaint-mask" => Outpaint().Run()[1],
            "grow-2-True" => Grown(2, tapered: true),
            "grow-2-False" => Grown(2, tapered: false),
            "grow--1-True" => Grown(-1, tapered: true),
            "grow--1-False" => Grown(-1, tapered: false),
            "feather" => new FeatherMask { Mask = Mask(), Left = 3, Top = 2, Right = 9, Bottom = 1 }.Run()[0],
            _ when parts[0] == "maskcomposite" => new MaskComposite { Destination = Mask(), Source = Recipe([1, 3, 4], 102), X = 3, Y = 1, Operation = parts[1] }.Run()[0],
            "interpolate" => new LatentInterpolate { Samples1 = Signed([1, 3, 4, 5], 111), Samples2 = Signed([1, 3, 6, 5], 112), Ratio = 0.3 }.RunLatent()[0].Samples,
            "composite-masked" => new ImageCompositeMasked { Destination = Recipe([2, 6, 7, 4], 121), Source = Recipe([1, 3, 4, 3], 122), X = 4, Y = 2, Mask = Recipe([1, 2, 2], 123) }.Run()[0],
            "composite-resized" => new ImageCompositeMasked { Destination = Recipe([1, 4, 5, 3], 124), Source = Recipe([1, 3, 4, 4], 125), X = 1, Y = 1, ResizeSource = true }.Run()[0],
            "joinalpha" => new JoinImageWithAlpha { Image = Recipe([1, 4, 5, 3], 131), Alpha = Recipe([2, 2, 3], 132) }.Run()[0],
            // Recorded at an eighth of the lengths in pixels: there a latent's element spans eight of them.
            "latentcomposite" => new LatentComposite
            {
                SamplesTo = new Latent { Samples = Recipe([1, 3, 9, 8], 141) },
                SamplesFrom = new Latent { Samples = Recipe([1, 3, 5, 4], 142) },
                X = 2,
                Y = 1,
                Feather = 2,
            }.RunLatent()[0].Samples,
            _ => throw new AssertionException($"'{name}' is not known here."),
        };
    }

    private static Picture Resized(string[] parts)
    {
        var size = parts[1].Split('x').Select(long.Parse).ToArray();
        var source = parts[0] == "bislerp" ? Recipe([1, 3, 7, 6], 11, 2, -1) : Recipe([1, 3, 7, 6], 11);
        return Picture.Of(Resize.Planes(source, size[0], size[1], parts[0], parts[2]));
    }

    private static Picture Planes(Tensor planes, long width, long height, string method) => Picture.Of(Resize.Planes(planes, width, height, method));

    private static ImageStitch Stitched(string direction, bool match) => new()
    {
        Image1 = Recipe([1, 4, 3, 3], 81),
        Image2 = Recipe([2, 3, 5, 4], 82),
        Direction = direction,
        MatchImageSize = match,
        SpacingWidth = 3,
        SpacingColor = "red",
    };

    private static ImagePadForOutpaint Outpaint() => new() { Image = Recipe([1, 9, 8, 3], 91), Left = 2, Top = 0, Right = 3, Bottom = 1, Feathering = 3 };

    private static Picture Grown(int by, bool tapered) => new GrowMask { Mask = Mask(), Expand = by, TaperedCorners = tapered }.Run()[0];

    private static Tensor Mask() => Recipe([2, 5, 6], 101);

    private static Latent Signed(long[] shape, int seed) => new() { Samples = Recipe(shape, seed, 2, -1) };

    // The inputs as the file tells: repeatable anywhere without PyTorch's generator.
    private static Tensor Recipe(long[] shape, long seed, double scale = 1, double shift = 0)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            seed = ((seed * 1103515245) + 12345) % 2147483648;
            values[i] = (float)(((seed >> 8) / 8388608.0 * scale) + shift);
        }
        return Pictures.Of(shape, values);
    }
}
