using PixelDiT.Conformance.Nodes.Tests.Support;

namespace PixelDiT.Conformance.Nodes.Tests.Images;

public class LazyMixTests : NodeFixture
{
    private static string Mix(string mask) => $$"""
        black StubImage {"content": "BLACK", 8x8}
        white StubImage {"content": "WHITE", 8x8}
        mask StubMask {"value": {{mask}}, 8x8}
        mix TestLazyMixImages {"image1": ["black", 0], "image2": ["white", 0], "mask": ["mask", 0]}
        out Capture {"value": ["mix", 0]}
        """;

    [TestCase("0.0", "[1, 8, 8, 3] 0", "black", "white")]
    [TestCase("1.0", "[1, 8, 8, 3] 255", "white", "black")]
    public void Run_MaskOfOneImage_OtherImageIsNeverMade(string mask, string expected, string runs, string rests)
    {
        Assert.That(Bench.Result(Mix(mask)), Is.EqualTo([expected]));
        Assert.That(Bench.Seen.RanIds, Has.Member(runs).And.No.Member(rests));
    }

    [Test]
    public void Run_MaskBetween_MixesBoth()
    {
        Assert.That(Bench.Result(Mix("0.25")), Is.EqualTo(["[1, 8, 8, 3] 63"]));
        Assert.That(Bench.Seen.RanIds, Is.SupersetOf(["black", "white"]));
    }

    [Test]
    public void Run_ListOfMasks_AsksOnceForWhatAnyCallNeeds() =>
        Assert.That(Bench.Result("""
            black StubImage {"content": "BLACK", 8x8}
            white StubImage {"content": "WHITE", 8x8}
            mask1 StubMask {"value": 0.0, 8x8}
            mask2 StubMask {"value": 0.5, 8x8}
            mask3 StubMask {"value": 1.0, 8x8}
            masks TestMakeListNode {"value1": ["mask1", 0], "value2": ["mask2", 0], "value3": ["mask3", 0]}
            mix TestLazyMixImages {"image1": ["black", 0], "image2": ["white", 0], "mask": ["masks", 0]}
            rebatch RebatchImages {"images": ["mix", 0], "batch_size": 3}
            single RebatchImages {"images": ["rebatch", 0], "batch_size": 1}
            out Capture {"value": ["single", 0]}
            """), Is.EqualTo(["[1, 8, 8, 3] 0", "[1, 8, 8, 3] 127", "[1, 8, 8, 3] 255"]));

    [Test]
    public void Run_ImagesOfDifferentSize_FailsAtTheNode() =>
        Assert.That(Bench.Error("""
            black StubImage {"content": "BLACK", 8x8}
            white StubImage {"content": "WHITE", "height": 4, "width": 4, "batch_size": 1}
            mask StubMask {"value": 0.5, 8x8}
            mix TestLazyMixImages {"image1": ["black", 0], "image2": ["white", 0], "mask": ["mask", 0]}
            out Capture {"value": ["mix", 0]}
            """).NodeId, Is.EqualTo("mix"));

    [Test]
    public void Validate_ImageLeftOut_IsAMissingInput() =>
        Assert.That(Bench.Refusals("""
            black StubImage {"content": "BLACK", 8x8}
            mask StubMask {"value": 0.0, 8x8}
            mix TestLazyMixImages {"image1": ["black", 0], "mask": ["mask", 0]}
            out Capture {"value": ["mix", 0]}
            """, "mix"), Is.EqualTo(["required_input_missing: image2"]));
}
