using PixelDiT.Graph.Folders;

namespace PixelDiT.Graph.Tests.Folders;

public sealed class FolderPathsTests
{
    private string _base = "";
    private FolderPaths _paths = null!;

    [SetUp]
    public void MakeFolders()
    {
        _base = Directory.CreateTempSubdirectory("pixeldit-folders-").FullName;
        _paths = new FolderPaths(new FolderOptions { BaseDirectory = _base });
    }

    [TearDown]
    public void RemoveFolders() => Directory.Delete(_base, recursive: true);

    [Test]
    public void New_Defaults_LieInTheBaseDirectory() => Assert.Multiple(() =>
    {
        Assert.That(_paths.Output, Is.EqualTo(Path.Combine(_base, "output")));
        Assert.That(_paths.Input, Is.EqualTo(Path.Combine(_base, "input")));
        Assert.That(_paths.Temp, Is.EqualTo(Path.Combine(_base, "temp")));
        Assert.That(_paths.User, Is.EqualTo(Path.Combine(_base, "user")));
        Assert.That(_paths.DirectoryOf("output"), Is.EqualTo(_paths.Output));
        Assert.That(_paths.DirectoryOf("Output"), Is.Null);
        Assert.That(Directory.EnumerateFileSystemEntries(_base), Is.Empty, "nothing is created");
    });

    [Test]
    public void New_Overrides_ReplaceTheDefaults()
    {
        var paths = new FolderPaths(new FolderOptions { BaseDirectory = _base, OutputDirectory = "/o", TempDirectory = "/t" });

        Assert.That((paths.Output, paths.Temp), Is.EqualTo(("/o", "/t/temp")));
    }

    [Test]
    public void Temp_FilesInMemory_AreWrittenBeforeSomebodyLooks()
    {
        var written = new List<string>();
        _paths.UnwrittenTemp = new UnwrittenTemp(written.Add, () => written.Add("all"), () => Assert.Fail("nothing is dropped"));

        string?[] asked =
        [
            _paths.DirectoryOf("output", "a"), _paths.DirectoryOf("temp", "a"), _paths.ResolveAnnotated("b.png [temp]"), _paths.ResolveAnnotated("b.png"),
            _paths.DirectoryOf("temp"), _paths.Temp,
        ];

        Assert.That(written, Is.EqualTo(new[] { "a", "b.png", "all", "all" }));
        Assert.That(asked[1], Is.EqualTo(Path.Combine(_base, "temp")));
    }

    [Test]
    public void ModelFolders_Names_AreComfyUIsInItsOrder()
    {
        string[] expected =
        [
            "checkpoints", "configs", "loras", "vae", "text_encoders", "diffusion_models", "clip_vision", "style_models", "embeddings", "diffusers",
            "vae_approx", "controlnet", "gligen", "upscale_models", "latent_upscale_models", "custom_nodes", "datasets", "hypernetworks",
            "photomaker", "classifiers", "model_patches", "audio_encoders", "background_removal", "frame_interpolation", "geometry_estimation",
            "optical_flow", "detection",
        ];

        Assert.That(_paths.ModelFolders.Select(f => f.Name), Is.EqualTo(expected));
        Assert.That(_paths.FindFolder("unet"), Is.SameAs(_paths.FindFolder("diffusion_models")));
    }

    [Test]
    public void ListModels_Files_SortedRelativeRecursiveAndFiltered()
    {
        Put("models/diffusion_models/b.safetensors");
        Put("models/diffusion_models/sub/deep/a.SAFETENSORS");
        Put("models/diffusion_models/.git/x.safetensors");
        Put("models/diffusion_models/readme.txt");
        Put("models/unet/old.ckpt");
        Put("output/diffusion_models/saved.sft");

        Assert.That(_paths.ListModels("diffusion_models"), Is.EqualTo(new[] { "b.safetensors", "old.ckpt", "saved.sft", "sub/deep/a.SAFETENSORS" }));
    }

    [Test]
    public void ListModels_FileAdded_IsSeen()
    {
        Assert.That(_paths.ListModels("loras"), Is.Empty);

        Put("models/loras/one.safetensors");
        var listed = _paths.ListModels("loras");
        Assert.That(listed, Is.EqualTo(new[] { "one.safetensors" }));
        Assert.That(_paths.ListModels("loras"), Is.SameAs(listed), "nothing changed: nothing is read");

        Put("models/loras/sub/two.safetensors");
        Assert.That(_paths.ListModels("loras"), Has.Count.EqualTo(2));
    }

    [Test]
    public void ListModels_LinkToAParent_Ends()
    {
        Put("models/loras/one.safetensors");
        Directory.CreateSymbolicLink(Path.Combine(_base, "models/loras/loop"), Path.Combine(_base, "models"));

        Assert.That(_paths.ListModels("loras"), Does.Contain("one.safetensors"));
    }

    [TestCase("../secret.safetensors")]
    [TestCase("sub/../../secret.safetensors")]
    [TestCase("/etc/passwd")]
    [TestCase("")]
    [TestCase(".")]
    [TestCase("a\0b")]
    public void FindModel_NameThatLeadsOut_IsNotFound(string name)
    {
        Put("models/secret.safetensors");
        Put("models/loras/one.safetensors");

        Assert.That(_paths.FindModel("loras", name), Is.Null);
    }

    [Test]
    public void FindModel_Name_IsLookedForInEachDirectory()
    {
        Put("models/clip/gemma.safetensors");

        Assert.Multiple(() =>
        {
            Assert.That(_paths.FindModel("text_encoders", "gemma.safetensors"), Is.EqualTo(Path.Combine(_base, "models/clip/gemma.safetensors")));
            Assert.That(_paths.FindModel("clip", "gemma.safetensors"), Is.Not.Null);
            Assert.That(_paths.FindModel("nowhere", "gemma.safetensors"), Is.Null);
        });
    }

    [TestCase("a.png", "input", "a.png")]
    [TestCase("a.png [output]", "output", "a.png")]
    [TestCase("sub/a.png [temp]", "temp", "sub/a.png")]
    [TestCase("a b.png[input]", "input", "a b.png")]
    [TestCase("a.png [other]", "input", "a.png [other]")]
    public void ResolveAnnotated_Annotation_ChoosesTheFolder(string name, string folder, string relative) =>
        Assert.That(_paths.ResolveAnnotated(name), Is.EqualTo(Path.Combine(_base, folder, relative)));

    [TestCase("../a.png")]
    [TestCase("../output/a.png [input]")]
    [TestCase("/a.png [output]")]
    [TestCase(" [output]")]
    public void ResolveAnnotated_Outside_IsNull(string name) => Assert.That(_paths.ResolveAnnotated(name), Is.Null);

    [Test]
    public void DescribeModels_Folder_IsShortInsideTheBaseDirectory() =>
        Assert.That(_paths.DescribeModels("diffusion_models"), Is.EqualTo("folder models/unet, models/diffusion_models"));

    [Test]
    public void New_ExtraDirectories_AreSearchedAfterTheOthers()
    {
        var paths = new FolderPaths(new FolderOptions
        {
            BaseDirectory = _base,
            ExtraModelDirectories = [new("loras", Path.Combine(_base, "shared")), new("mine", Path.Combine(_base, "mine"))],
        });
        Put("shared/x.safetensors");
        Put("mine/y.bin");

        Assert.Multiple(() =>
        {
            Assert.That(paths.ListModels("loras"), Is.EqualTo(new[] { "x.safetensors" }));
            Assert.That(paths.ListModels("mine"), Is.EqualTo(new[] { "y.bin" }));
        });
    }

    private void Put(string relative)
    {
        var path = Path.Combine(_base, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
    }
}
