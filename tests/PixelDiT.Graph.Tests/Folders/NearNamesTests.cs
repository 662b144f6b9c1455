using PixelDiT.Graph.Folders;

namespace PixelDiT.Graph.Tests.Folders;

public sealed class NearNamesTests
{
    private static readonly string[] Names = ["pixeldit_1300m_1024px_bf16.safetensors", "sub/gemma_2_2b_it_elm_bf16.safetensors", "vae.pt", "other.ckpt"];

    [TestCase("pixeldit_1300m_1024px_fp32.safetensors", "pixeldit_1300m_1024px_bf16.safetensors")]
    [TestCase("PIXELDIT_1300M_1024PX_BF16.SAFETENSORS", "pixeldit_1300m_1024px_bf16.safetensors")]
    [TestCase("gemma_2_2b_it_elm_bf16.safetensors", "sub/gemma_2_2b_it_elm_bf16.safetensors")]
    [TestCase("pixeldit_1300m_1024px_bf16", "pixeldit_1300m_1024px_bf16.safetensors")]
    [TestCase("vae.ckpt", "vae.pt")]
    public void Of_SimilarName_IsFirst(string name, string expected) => Assert.That(NearNames.Of(name, Names)[0], Is.EqualTo(expected));

    [Test]
    public void Of_NothingInCommon_IsEmpty() => Assert.That(NearNames.Of("zzzzzzzzzzzzzz", Names), Is.Empty);

    [Test]
    public void Of_VeryLongNames_AreCutAndCompared() => Assert.That(NearNames.Of(new string('a', 100_000), [new string('a', 90_000)]), Has.Count.EqualTo(1));
}
