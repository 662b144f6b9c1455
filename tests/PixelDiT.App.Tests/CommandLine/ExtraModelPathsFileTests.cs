using PixelDiT.App.CommandLine;
using YamlDotNet.Core;

namespace PixelDiT.App.Tests.CommandLine;

internal sealed class ExtraModelPathsFileTests
{
    [Test]
    public void Read_Sections_GiveFoldersInOrderDefaultsFirst()
    {
        const string yaml = """
            # a comment
            empty:
            other:
                loras: |
                    a/loras

                    b/loras
            comfyui:
                base_path: /srv/comfy
                is_default: true
                checkpoints: models/checkpoints/
                diffusion_models: |
                    models/unet
                    /abs/models
            """;

        var read = ExtraModelPathsFile.Read(new StringReader(yaml), "/etc/pixeldit");

        Assert.That(read.Select(e => $"{e.Key}={e.Value}"), Is.EqualTo(new[]
        {
            "checkpoints=/srv/comfy/models/checkpoints/", "diffusion_models=/srv/comfy/models/unet", "diffusion_models=/abs/models",
            "loras=/etc/pixeldit/a/loras", "loras=/etc/pixeldit/b/loras",
        }));
    }

    [Test]
    public void Read_HomeAndRelativeBase_AreExpanded()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        var read = ExtraModelPathsFile.Read(new StringReader("a:\n  base_path: ~/models\n  vae: v\nb:\n  base_path: ../up\n  vae: v\n"), "/etc/pixeldit");

        Assert.That(read.Select(e => e.Value), Is.EqualTo(new[] { Path.Combine(home, "models", "v"), "/etc/up/v" }));
    }

    [TestCase("")]
    [TestCase("# nothing")]
    public void Read_Empty_IsNothing(string yaml)
    {
        Assert.That(ExtraModelPathsFile.Read(new StringReader(yaml), "/"), Is.Empty);
    }

    [TestCase("- a\n- b")]
    [TestCase("a:\n  - b")]
    [TestCase("a:\n  loras:\n    - b")]
    [TestCase("a: {")]
    public void Read_OtherShapes_AreRefusedWithTheLine(string yaml)
    {
        Assert.That(() => ExtraModelPathsFile.Read(new StringReader(yaml), "/"), Throws.InstanceOf<YamlException>());
    }
}
