using Microsoft.Extensions.Logging;
using PixelDiT.App.CommandLine;

namespace PixelDiT.App.Tests.CommandLine;

/// <summary>ComfyUI's flags, read as ComfyUI means them.</summary>
internal sealed class SettingsTests
{
    [Test]
    public void Read_Nothing_IsComfyUIsDefaults()
    {
        var settings = Read();

        Assert.Multiple(() =>
        {
            Assert.That(settings.Server.Listen, Is.EqualTo(new[] { "127.0.0.1" }));
            Assert.That(settings.Server.Port, Is.EqualTo(8188));
            Assert.That(settings.Server.MaxUploadBytes, Is.EqualTo(104857600));
            Assert.That(settings.Server.CorsOrigin, Is.Null);
            Assert.That(settings.Server.PreviewsByDefault, Is.False);
            Assert.That(settings.PreviewSize, Is.EqualTo(512));
            Assert.That(settings.Cache, Is.EqualTo(CacheChoice.Default));
            Assert.That(settings.LogLevel, Is.EqualTo(LogLevel.Information));
            Assert.That(settings.Notices, Is.Empty);
        });
    }

    [Test]
    public void Read_JobStore_IsAFileUnlessTheFlagOrElseTheVariableSaysOtherwise()
    {
        var durable = Path.Combine(Path.GetFullPath("/b"), "pixeldit", "jobs.db");
        Assert.That(Read("--base-directory", "/b").Server.Jobs.File, Is.EqualTo(durable));
        Assert.That(Read("--base-directory", "/b", "--job-store", "memory").Server.Jobs.File, Is.Null);
        try
        {
            Environment.SetEnvironmentVariable("PIXELDIT_JOB_STORE", "memory");
            Assert.That(Read("--base-directory", "/b").Server.Jobs.File, Is.Null);
            Assert.That(Read("--base-directory", "/b", "--job-store", "/j/jobs.db").Server.Jobs.File, Is.EqualTo(Path.GetFullPath("/j/jobs.db")), "the flag counts more");
            Environment.SetEnvironmentVariable("PIXELDIT_JOB_STORE", "");
            Assert.That(Read("--base-directory", "/b").Server.Jobs.File, Is.EqualTo(durable));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PIXELDIT_JOB_STORE", null);
        }
    }

    [Test]
    public void Read_Webhooks_AllowsWhatIsNamedAndReadsTheSecret()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "whsec_c2VjcmV0\n");
            var webhooks = Read("--webhook-allow", "hooks.local", "10.0.0.0/8", "--webhook-secret-file", file).Server.Webhooks;
            Assert.That(webhooks.Allow, Is.EqualTo(new[] { "hooks.local", "10.0.0.0/8" }));
            Assert.That(webhooks.Secret, Is.Not.Null);
            Assert.That($"{webhooks}", Does.Not.Contain("c2VjcmV0"));
            File.WriteAllText(file, "");
            Assert.That(() => Read("--webhook-secret-file", file), Throws.TypeOf<UsageException>().With.Message.Contains("one line"));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(() => Read("--webhook-secret-file", file), Throws.TypeOf<UsageException>().With.Message.Contains("cannot be read"));
        Assert.That(() => Read("--webhook-allow", "http://x"), Throws.TypeOf<UsageException>().With.Message.Contains("--webhook-allow: 'http://x'"));
    }

    [TestCase("--listen", "0.0.0.0,::")]
    [TestCase("--listen 0.0.0.0", "0.0.0.0")]
    [TestCase("--listen 127.0.0.1,::1", "127.0.0.1,::1")]
    [TestCase("--listen=10.1.2.3", "10.1.2.3")]
    public void Read_Listen(string line, string addresses)
    {
        Assert.That(Read([.. line.Split(' '), "--allow-public-without-key"]).Server.Listen, Is.EqualTo(addresses.Split(',')));
    }

    [TestCase("--enable-cors-header", "*")]
    [TestCase("--enable-cors-header http://app.example", "http://app.example")]
    public void Read_Cors(string line, string origin)
    {
        Assert.That(Read(line.Split(' ')).Server.CorsOrigin, Is.EqualTo(origin));
    }

    [Test]
    public void Read_Folders_GoWhereTheySay()
    {
        var folders = Read("--base-directory", "/b", "--output-directory", "/o", "--input-directory", "/i", "--temp-directory", "/t", "--user-directory", "/u").Folders;

        Assert.That((folders.BaseDirectory, folders.OutputDirectory, folders.InputDirectory, folders.TempDirectory, folders.UserDirectory),
            Is.EqualTo(("/b", "/o", "/i", "/t", "/u")));
    }

    [TestCase("--cpu --force-fp32 --bf16-unet --fp32-text-enc")]
    public void Read_Compute(string line)
    {
        var compute = Read(line.Split(' ')).Compute;

        Assert.That((compute.ForceCpu, compute.ForceFp32, compute.Fp32Unet, compute.Bf16Unet, compute.Fp16Unet, compute.Fp32TextEncoder, compute.Bf16TextEncoder),
            Is.EqualTo((true, true, false, true, false, true, false)));
    }

    [TestCase("--cache-classic", "Classic", 0)]
    [TestCase("--cache-lru 7", "Lru", 7)]
    [TestCase("--cache-lru 0", "Default", 0)]
    [TestCase("--cache-none", "None", 0)]
    public void Read_Cache(string line, string choice, int size)
    {
        var settings = Read(line.Split(' '));

        Assert.That((settings.Cache.ToString(), settings.CacheSize), Is.EqualTo((choice, size)));
    }

    [TestCase("", null, null)]
    [TestCase("--cache-ram", null, null)]
    [TestCase("--cache-ram 2", 2L << 30, null)]
    [TestCase("--cache-ram 1.5 4", 3L << 29, 4L << 30)]
    [TestCase("--cache-ram 0 0 --port 1", 0L, 0L)]
    public void Read_CacheRam(string line, long? active, long? inactive)
    {
        var settings = Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That((settings.Cache, settings.Reserve.Active, settings.Reserve.Inactive), Is.EqualTo((CacheChoice.Default, active, inactive)));
    }

    [TestCase("", 30)]
    [TestCase("--interrupt-grace 0.5", 0.5)]
    public void Read_InterruptGrace(string line, double seconds)
    {
        Assert.That(Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).InterruptGrace.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public void Read_Packs()
    {
        var packs = Read("--node-packs", "a", "/b", "--node-packs", "c", "--disable-all-custom-nodes", "--whitelist-custom-nodes", "x", "y").Packs;

        Assert.Multiple(() =>
        {
            Assert.That(packs.Named, Is.EqualTo(new[] { Path.GetFullPath("a"), "/b", Path.GetFullPath("c") }));
            Assert.That(packs.DisableCustom, Is.True);
            Assert.That(packs.Whitelist, Is.EqualTo(new[] { "x", "y" }));
        });
    }

    [TestCase("--verbose", LogLevel.Debug)]
    [TestCase("--verbose INFO", LogLevel.Information)]
    [TestCase("--verbose error", LogLevel.Error)]
    [TestCase("--verbose --port 1", LogLevel.Debug)]
    public void Read_Verbose(string line, LogLevel level)
    {
        Assert.That(Read(line.Split(' ')).LogLevel, Is.EqualTo(level));
    }

    [TestCase("", null)]
    [TestCase("--output-retention-days 30", 30.0)]
    [TestCase("--output-retention-days 0.5", 0.5)]
    public void Read_OutputRetention(string line, double? days)
    {
        Assert.That(Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Server.OutputRetention?.TotalDays, Is.EqualTo(days));
    }

    [TestCase("", 33554432)]
    [TestCase("--preview-bandwidth 0", 0)]
    [TestCase("--preview-bandwidth 0.5", 524288)]
    public void Read_PreviewBandwidth(string line, long bytes)
    {
        Assert.That(Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Server.PreviewBytesPerSecond, Is.EqualTo(bytes));
    }

    [TestCase("", false)]
    [TestCase("--multi-user", true)]
    public void Read_MultiUser(string line, bool expected)
    {
        Assert.That(Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Server.MultiUser, Is.EqualTo(expected));
    }

    [TestCase("--max-upload-size 1", 1048576)]
    [TestCase("--max-upload-size 0.5", 524288)]
    public void Read_MaxUpload(string line, long bytes)
    {
        Assert.That(Read(line.Split(' ')).Server.MaxUploadBytes, Is.EqualTo(bytes));
    }

    [TestCase("--disable-auto-launch --windows-standalone-build --use-pytorch-cross-attention")]
    [TestCase("--disable-xformers --dont-print-server --log-stdout")]
    public void Read_FlagsThatHoldAnyway_AreTaken(string line)
    {
        Assert.That(Read(line.Split(' ')).Notices, Is.Empty);
    }

    [TestCase("--cpu --fp16-unet", 1)]
    [TestCase("--cpu --bf16-unet", 0)]
    [TestCase("--fp16-unet", 0)]
    public void Read_Float16OnTheCpu_IsToldOfAtOnce(string line, int notices)
    {
        Assert.That(Read(line.Split(' ')).Notices.Where(n => n.Contains("--fp16-unet: the CPU has no float16", StringComparison.Ordinal)).Count(), Is.EqualTo(notices), "without --cpu it depends on the GPU");
    }

    [TestCase("--lowvram", "--lowvram")]
    [TestCase("--reserve-vram 2.5", "--reserve-vram")]
    [TestCase("--fast fp16_accumulation cublas_ops --port 1", "--fast")]
    public void Read_FlagsThatTuneNothingHere_AreToldOf(string line, string flag)
    {
        Assert.That(Read(line.Split(' ')).Notices, Is.EqualTo(new[] { $"{flag} has no effect here." }));
    }

    [TestCase("--tls-keyfile x.pem", "--tls-keyfile")]
    [TestCase("--enable-assets", "--enable-assets")]
    [TestCase("--fp8_e4m3fn-unet", "--bf16-unet")]
    [TestCase("--port 70000", "65535")]
    [TestCase("--max-upload-size 0", "above 0")]
    [TestCase("--preview-method sharp", "latent2rgb")]
    [TestCase("--preview-size 0", "1 to 4096")]
    [TestCase("--preview-bandwidth -1", "from 0")]
    [TestCase("--preview-bandwidth NaN", "from 0")]
    [TestCase("--cache-lru -1", "0 or more")]
    [TestCase("--cache-classic --cache-none", "exclude each other")]
    [TestCase("--cache-ram 2 --cache-lru 5", "exclude each other")]
    [TestCase("--cache-ram -1", "from 0")]
    [TestCase("--cache-ram NaN", "from 0")]
    [TestCase("--output-retention-days 0", "at least an hour")]
    [TestCase("--output-retention-days NaN", "at least an hour")]
    [TestCase("--output-retention-days 40000", "at most 36500")]
    [TestCase("--interrupt-grace -1", "from 0 to 86400")]
    [TestCase("--interrupt-grace NaN", "from 0 to 86400")]
    [TestCase("--fp32-unet --bf16-unet", "exclude each other")]
    [TestCase("--verbose LOUD", "DEBUG")]
    [TestCase("--verbose DEBUG file.log", "file")]
    [TestCase("--front-end-root /does/not/exist", "index.html")]
    [TestCase("--listen no.such.name.invalid", "no.such.name.invalid")]
    [TestCase("--extra-model-paths-config /does/not/exist.yaml", "exist.yaml")]
    public void Read_WhatCannotBe_SaysSo(string line, string said)
    {
        Assert.That(() => Read(line.Split(' ')), Throws.TypeOf<UsageException>().With.Message.Contains(said));
    }

    private static Settings Read(params string[] arguments)
    {
        var result = PixelDiTCommand.Parse(arguments);
        Assert.That(result.Errors, Is.Empty);
        return Settings.Read(result, arguments);
    }
}
