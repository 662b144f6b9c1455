using System.CommandLine;
using System.Text.Json;
using PixelDiT.App.CommandLine;
using PixelDiT.App.Models;
using PixelDiT.Tests;

namespace PixelDiT.App.Tests.Models;

/// <summary><c>pixeldit models</c>.</summary>
internal sealed class ModelsCommandTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pixeldit-models-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("t2i_tiny.safetensors", "a PixelDiT text-to-image model", "core.", "patch_blocks", 3)]
    [TestCase("c2i_tiny.safetensors", "a PixelDiT class-conditional (ImageNet) model", null, "patch_size", 4)]
    [TestCase("gemma2_tiny.safetensors", "a Gemma-2 text encoder", "model.", "layers", 4)]
    public async Task Info_ModelOfOurs_SaysWhatItIs(string name, string kind, string? prefix, string size, int value)
    {
        var (code, output, _) = await RunAsync("models", "info", TestData.File(name), "--json");
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(root.GetProperty("kind").GetString(), Is.EqualTo(kind));
            Assert.That(root.GetProperty("runnable").GetBoolean(), Is.True);
            Assert.That(root.GetProperty("problem").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(root.GetProperty("container").GetString(), Is.EqualTo("safetensors"));
            Assert.That(root.GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(TestData.File(name)).Length));
            Assert.That(root.GetProperty("sizes").GetProperty(size).GetInt64(), Is.EqualTo(value));
            Assert.That(prefix is null || root.GetProperty("prefix").GetString() == prefix);
            var type = root.GetProperty("dtypes").EnumerateArray().Single();
            Assert.That(type.GetProperty("name").GetString(), Is.EqualTo("F32"));
            Assert.That(type.GetProperty("elements").GetInt64(), Is.EqualTo(root.GetProperty("parameters").GetInt64()));
        }
    }

    [Test]
    public async Task Info_ForPeople_NamesWhatTheModelDoesNotUse()
    {
        var (_, output, _) = await RunAsync("models", "info", TestData.File("t2i_tiny.safetensors"));
        Assert.That(output, Does.Contain("a PixelDiT text-to-image model").And.Contain("_repa_projector").And.Contain("prefix        core.").And.Contain("patch_blocks 3"));
    }

    [Test]
    public async Task Info_TrainingCheckpointOfPyTorch_CountsTheOptimizersTensors()
    {
        var (_, output, _) = await RunAsync("models", "info", TestData.File("torch_save.pth"));
        Assert.That(output, Does.Contain("PyTorch zip archive").And.Contain("(outside the state_dict) (6)").And.Contain("epoch = 7").And.Contain("not run by"));
    }

    [Test]
    public async Task List_NoModels_SaysWhereItLooked()
    {
        var (code, output, error) = await RunAsync("models", "list", "--base-directory", _folder);

        Assert.That(code, Is.Zero);
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("pixeldit: no models found").And.Contain($"diffusion_models: {Path.Combine(_folder, "models", "unet")}, {Path.Combine(_folder, "models", "diffusion_models")}")
            .And.Contain(Path.Combine(_folder, "models", "text_encoders")).And.Contain(Path.Combine(_folder, "models", "loras")));
    }

    [TestCase(999, "999 bytes")]
    [TestCase(1_000, "1.0 kB")]
    [TestCase(123_456, "123.5 kB")]
    [TestCase(1_000_000, "1.0 MB")]
    [TestCase(2_604_000_000, "2.60 GB")]
    public void Bytes_AreWrittenInTheUnitThatFits(long bytes, string text) => Assert.That(SummaryText.Bytes(bytes), Is.EqualTo(text));

    [Test]
    public async Task Info_NoModel_IsAnErrorInOneLine()
    {
        var path = Path.Combine(_folder, "bad.pth");
        await File.WriteAllBytesAsync(path, [1, 2, 3]);
        var (code, output, error) = await RunAsync("models", "info", path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(output, Is.Empty);
            Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(error, Does.StartWith("pixeldit: ").And.Contain(path));
        }

        Assert.That((await RunAsync("models", "info", Path.Combine(_folder, "none.safetensors"))).Error, Does.Contain("none.safetensors"));
    }

    [Test]
    public async Task Info_IncompleteModel_SaysWhatIsMissing()
    {
        // A header alone tells the kind; the rest of the model is not there.
        var header = """{"core.pixel_embedder.proj.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"core.patch_blocks.0.attn.qkv_x.weight":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"core.y_embedder.proj.weight":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"""u8;
        var path = Path.Combine(_folder, "part.safetensors");
        await File.WriteAllBytesAsync(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[12]]);
        var (code, output, _) = await RunAsync("models", "info", path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain("a PixelDiT text-to-image model").And.Contain("problem").And.Contain("the tensor is missing"));
        }
    }

    [Test]
    public async Task Convert_ToFp8_WritesWhatInfoReads()
    {
        var path = Path.Combine(_folder, "fp8.safetensors");
        var (code, output, error) = await RunAsync("models", "convert", TestData.File("t2i_tiny.safetensors"), path, "--dtype", "fp8_e4m3fn");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero, error);
            Assert.That(output, Does.Contain("a PixelDiT text-to-image model"));
            Assert.That((await RunAsync("models", "info", path)).Output, Does.Contain("weights as float8_e4m3fn").And.Contain("element type  F8_E4M3"));
            Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "no temporary file is left");
        }
    }

    [Test]
    public async Task Convert_FileThatIsThere_IsReplacedOnlyByForce()
    {
        var path = Path.Combine(_folder, "out.safetensors");
        await File.WriteAllTextAsync(path, "mine");
        Assert.That(() => RunAsync("models", "convert", TestData.File("t2i_tiny.safetensors"), path), Throws.TypeOf<UsageException>().With.Message.Contains("--force"));
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("mine"));
        Assert.That((await RunAsync("models", "convert", TestData.File("t2i_tiny.safetensors"), path, "--force")).Code, Is.Zero);
        // A file can also be replaced by its own conversion.
        Assert.That((await RunAsync("models", "convert", path, path, "--force", "--dtype", "bf16")).Code, Is.Zero);
        Assert.That((await RunAsync("models", "info", path)).Output, Does.Contain("BF16"));
    }

    [TestCase("out.safetensors", "fp12", "fp32, bf16, fp16, fp8_e4m3fn, mxfp8, keep")]
    [TestCase("out.pth", "bf16", ".safetensors")]
    public void Convert_ImpossibleWish_SaysWhatIsPossible(string name, string type, string words)
    {
        Assert.That(() => RunAsync("models", "convert", TestData.File("t2i_tiny.safetensors"), Path.Combine(_folder, name), "--dtype", type), Throws.TypeOf<UsageException>().With.Message.Contains(words));
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    [Test]
    public async Task Convert_NoModel_LeavesNothing()
    {
        var (code, _, error) = await RunAsync("models", "convert", TestData.File("instruction.txt"), Path.Combine(_folder, "out.safetensors"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(error, Does.Contain("instruction.txt"));
            Assert.That(Directory.GetFiles(_folder), Is.Empty);
        }
    }

    [Test]
    public async Task List_ModelFolders_SaysWhatEachFileIs()
    {
        var models = Directory.CreateDirectory(Path.Combine(_folder, "models", "diffusion_models")).FullName;
        File.Copy(TestData.File("t2i_tiny.safetensors"), Path.Combine(models, "tiny.safetensors"));
        await File.WriteAllBytesAsync(Path.Combine(models, "bad.ckpt"), [1]);
        var (code, output, _) = await RunAsync("models", "list", "--base-directory", _folder);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain("diffusion_models/tiny.safetensors: a PixelDiT text-to-image model").And.Contain("diffusion_models/bad.ckpt: cannot be read"));
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = PixelDiTCommand.Parse(arguments);
        Assert.That(result.Errors, Is.Empty);
        var code = await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
