using PixelDiT.Models.PixelDiT;

namespace PixelDiT.Models.Tests.PixelDiT;

public sealed class PixelDiTConfigTests
{
    [Test]
    public void ParameterCount_OfTheReleasedModel_Is1302Million() =>
        Assert.That(PixelDiTT2IConfig.Released1300M.ParameterCount / 1e6, Is.EqualTo(1302.5).Within(0.05));

    [Test]
    public void Parameters_OfTheReleasedModel_HaveTheReleasedShapes()
    {
        var shapes = PixelDiTT2IConfig.Released1300M.Parameters().ToDictionary(p => p.Name, p => string.Join("x", p.Shape));
        // A snapshot of one of each: the layout of the published file.
        var expected = new Dictionary<string, string>
        {
            ["s_embedder.proj.weight"] = "1536x768",
            ["t_embedder.mlp.0.weight"] = "1536x256",
            ["t_embedder.mlp.2.weight"] = "1536x1536",
            ["y_embedder.proj.weight"] = "1536x2304",
            ["y_embedder.norm.weight"] = "1536",
            ["y_pos_embedding"] = "1x300x1536",
            ["patch_blocks.13.adaLN_modulation_img.0.weight"] = "9216x1536",
            ["patch_blocks.13.adaLN_modulation_txt.0.bias"] = "9216",
            ["patch_blocks.13.attn.qkv_x.weight"] = "4608x1536",
            ["patch_blocks.13.attn.q_norm_y.weight"] = "64",
            ["patch_blocks.13.attn.proj_y.weight"] = "1536x1536",
            ["patch_blocks.13.mlp_x.w1.weight"] = "4096x1536",
            ["patch_blocks.13.mlp_x.w2.weight"] = "1536x4096",
            ["patch_blocks.13.mlp_y.w3.weight"] = "4096x1536",
            ["pixel_embedder.proj.weight"] = "16x3",
            ["pixel_blocks.1.adaLN_modulation.0.weight"] = "24576x1536",
            ["pixel_blocks.1.compress_to_attn.weight"] = "1152x4096",
            ["pixel_blocks.1.expand_from_attn.weight"] = "4096x1152",
            ["pixel_blocks.1.attn.qkv.weight"] = "3456x1152",
            ["pixel_blocks.1.attn.q_norm.weight"] = "72",
            ["pixel_blocks.1.mlp.fc1.weight"] = "64x16",
            ["pixel_blocks.1.mlp.fc2.weight"] = "16x64",
            ["final_layer.norm.weight"] = "16",
            ["final_layer.linear.weight"] = "3x16",
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shapes, Has.Count.EqualTo(10 + (14 * 24) + 2 + (2 * 17) + 3));
            foreach (var (name, shape) in expected)
            {
                Assert.That(shapes.GetValueOrDefault(name), Is.EqualTo(shape), name);
            }
        }
    }
}
