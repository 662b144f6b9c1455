namespace PixelDiT.Imaging.Tests;

public sealed class OutputNamingTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 4, 3, 6, 7, TimeSpan.Zero); // 05:06:07 on the local clock

    private Folder _folder = null!;
    private OutputFolder _output = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = new Folder();
        _output = new OutputFolder(_folder.Path, new FixedTime(Now));
    }

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("%width%x%height%", "640x480_00001_.png")]
    [TestCase("%year%-%month%-%day%", "2025-03-04_00001_.png")]
    [TestCase("%hour%.%minute%.%second%", "05.06.07_00001_.png")]
    [TestCase("%width%%width%", "640640_00001_.png")]
    [TestCase("%date:yyyy-MM-dd%_%Width%", "%date:yyyy-MM-dd%_%Width%_00001_.png")]
    [TestCase("100%", "100%_00001_.png")]
    public void Begin_Variables_AreReplaced(string prefix, string expected) => Assert.That(Save(prefix).FileName, Is.EqualTo(expected));

    [TestCase("a", "", "a")]
    [TestCase("sub/a", "sub", "a")]
    [TestCase("sub/deeper/a", "sub/deeper", "a")]
    [TestCase("sub//deeper/./a", "sub/deeper", "a")]
    [TestCase("sub/../a", "", "a")]
    [TestCase("./a", "", "a")]
    [TestCase("sub/a/", "sub", "a")]
    [TestCase("%year%/%month%/a", "2025/03", "a")]
    [TestCase("", "", ".")]
    public void Begin_Path_IsSplitIntoSubfolderAndName(string prefix, string subfolder, string name)
    {
        var saved = Save(prefix);
        Assert.Multiple(() =>
        {
            Assert.That((saved.Subfolder, saved.FileName), Is.EqualTo((subfolder, $"{name}_00001_.png")));
            Assert.That(saved.FullPath, Is.EqualTo(Path.Combine(_folder.Path, subfolder, saved.FileName)).And.Exist);
        });
    }

    [TestCase("../a")]
    [TestCase("../../a")]
    [TestCase("sub/../../a")]
    [TestCase("/tmp/a")]
    [TestCase("/")]
    [TestCase("nul\0/a")]
    public void Begin_Outside_IsRefusedInComfyUisWords(string prefix)
    {
        Assert.That(
            () => Save(prefix),
            Throws.TypeOf<OutputFolderException>().With.Message.StartsWith("**** ERROR: Saving image outside the output folder is not allowed."));
        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public void Begin_NeighbourWithTheSameBeginning_IsOutside() =>
        Assert.That(() => Save($"../{Path.GetFileName(_folder.Path)}2/a"), Throws.TypeOf<OutputFolderException>());

    [Test]
    public void Begin_SymbolicLinkOutside_IsRefused()
    {
        using var elsewhere = new Folder();
        Directory.CreateSymbolicLink(_folder["link"], elsewhere.Path);
        Assert.That(() => Save("link/a"), Throws.TypeOf<OutputFolderException>().With.Property("OutputFolder").EqualTo(_folder.Path));
        Assert.That(() => Save("link/new/a"), Throws.TypeOf<OutputFolderException>());
        Assert.That(elsewhere.Files, Is.Empty);
    }

    [Test]
    public void Begin_OutputFolderThatIsALink_IsAllowed()
    {
        using var elsewhere = new Folder();
        Directory.CreateSymbolicLink(_folder["link"], elsewhere.Path);
        var saved = new OutputFolder(_folder["link"]).Begin("sub/a", 1, 1).Write("x"u8);
        Assert.That((saved.Subfolder, elsewhere.Files), Is.EqualTo(("sub", new[] { Path.Combine("sub", "a_00001_.png") })));
    }

    [Test]
    public void Begin_SymbolicLinkInside_IsAllowed()
    {
        Directory.CreateDirectory(_folder["real"]);
        Directory.CreateSymbolicLink(_folder["link"], _folder["real"]);
        Assert.That((Save("link/a").Subfolder, _folder.Files), Is.EqualTo(("link", new[] { "link/a_00001_.png", "real/a_00001_.png" })));
    }

    [Test]
    public void Begin_SymbolicLinkToItself_IsRefused()
    {
        File.CreateSymbolicLink(_folder["loop"], _folder["loop"]);
        Assert.That(() => Save("loop/a"), Throws.InstanceOf<IOException>());
    }

    // Row 23 of the list of deviations.
    [Test]
    public void Begin_AbsolutePathInside_GivesARelativeSubfolder()
    {
        Assert.That(Save(_folder["sub/a"]).Subfolder, Is.EqualTo("sub"));
        Assert.That(Save(_folder["a"]).Subfolder, Is.Empty);
    }

    [Test]
    public void Begin_NoFiles_StartsAtOne() => Assert.That(Save("a").FileName, Is.EqualTo("a_00001_.png"));

    [Test]
    public void Begin_Files_StartsBehindTheLargest()
    {
        _folder.Touch("a_00001_.png", "a_00007_.png", "a_00003_.png");
        Assert.That(Save("a").FileName, Is.EqualTo("a_00008_.png"));
    }

    [TestCase("a_00005_.jpg")]
    [TestCase("a_5.txt")]
    [TestCase("a_5_anything.webp")]
    [TestCase("a_000000005_.png")]
    public void Begin_NameDigitsThenUnderscoreOrDot_Counts(string file)
    {
        _folder.Touch(file);
        Assert.That(Save("a").FileName, Is.EqualTo("a_00006_.png"));
    }

    [TestCase("b_00005_.png")]
    [TestCase("aa_00005_.png")]
    [TestCase("a00005_.png")]
    [TestCase("a_x5_.png")]
    [TestCase("a_5x_.png")]
    [TestCase("a__5_.png")]
    [TestCase("a_.png")]
    [TestCase("A_00005_.png")]
    [TestCase("a_99999999999999999999999_.png")]
    public void Begin_OtherFiles_DoNotCount(string file)
    {
        _folder.Touch(file);
        Assert.That(Save("a").FileName, Is.EqualTo("a_00001_.png"));
    }

    [Test]
    public void Begin_NameWithUnderscoresAndDigits_KeepsItsOwnCounter()
    {
        _folder.Touch("a_1_00004_.png", "a_00002_.png");
        Assert.That((Save("a_1").FileName, Save("a").FileName), Is.EqualTo(("a_1_00005_.png", "a_00003_.png")));
    }

    [Test]
    public void Begin_NameWithALeadingDot_IsCountedToo()
    {
        _folder.Touch(".a_00004_.png");
        Assert.That(Save(".a").FileName, Is.EqualTo(".a_00005_.png"));
    }

    [Test]
    public void Begin_OtherFolder_HasItsOwnCounter()
    {
        Save("a");
        Assert.That(Save("sub/a").FileName, Is.EqualTo("a_00001_.png"));
    }

    [Test]
    public void Write_Batch_CountsOn()
    {
        var batch = _output.Begin("a", 1, 1);
        Assert.That(
            Enumerable.Range(0, 3).Select(_ => batch.Write("x"u8).FileName), Is.EqualTo(new[] { "a_00001_.png", "a_00002_.png", "a_00003_.png" }));
    }

    [Test]
    public void Write_BeyondFiveDigits_GoesOn()
    {
        _folder.Touch("a_99999_.png");
        Assert.That((Save("a").FileName, Save("a").FileName), Is.EqualTo(("a_100000_.png", "a_100001_.png")));
    }

    [Test]
    public void Write_BatchNumber_IsTheIndexInTheBatch()
    {
        var batch = _output.Begin("a_%batch_num%_b", 1, 1, batchSize: 2);
        Assert.That((batch.Write("x"u8).FileName, batch.Write("x"u8).FileName), Is.EqualTo(("a_0_b_00001_.png", "a_1_b_00002_.png")));
    }

    [Test]
    public void Begin_BatchNumberInTheSubfolder_StaysAsItIs() =>
        Assert.That(Save("%batch_num%/a").Subfolder, Is.EqualTo("%batch_num%"));

    // Row 22 of the list of deviations: the reference overwrites in both cases.
    [TestCase("a_%batch_num%")]
    [TestCase("a/")]
    [TestCase("sub/a/")]
    public void Write_SecondRun_NeverOverwrites(string prefix)
    {
        for (var run = 0; run < 3; run++)
        {
            var batch = new OutputFolder(_folder.Path).Begin(prefix, 1, 1, batchSize: 3);
            for (var i = 0; i < 3; i++)
            {
                batch.Write(new[] { (byte)run, (byte)i });
            }
        }

        var contents = _folder.Files.Select(f => Convert.ToHexString(File.ReadAllBytes(_folder[f])));
        Assert.That(contents, Is.EquivalentTo(from run in "012" from i in "012" select $"0{run}0{i}"));
    }

    [Test]
    public void Write_Extension_IsTaken() => Assert.That(_output.Begin("a", 1, 1).Write("x"u8, ".webp").FileName, Is.EqualTo("a_00001_.webp"));

    [Test]
    public void Begin_FilesDeletedMeanwhile_StartsAnew()
    {
        Save("a");
        foreach (var file in _folder.Files)
        {
            File.Delete(_folder[file]);
        }

        Directory.SetLastWriteTimeUtc(_folder.Path, DateTime.UtcNow.AddSeconds(5)); // clocks of file systems tick slowly
        Assert.That(Save("a").FileName, Is.EqualTo("a_00001_.png"));
    }

    [Test]
    public void Begin_FolderDeletedMeanwhile_IsMadeAnew()
    {
        Save("sub/a");
        Directory.Delete(_folder["sub"], recursive: true);
        Assert.That(Save("sub/a").FullPath, Does.Exist);
    }

    private SavedFile Save(string prefix) => _output.Begin(prefix, 640, 480).Write("x"u8);
}
