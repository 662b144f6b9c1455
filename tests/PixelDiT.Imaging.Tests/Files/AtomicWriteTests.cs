using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PixelDiT.Imaging.Tests;

public sealed class AtomicWriteTests
{
    private Folder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new Folder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Create_Unpublished_HasNoFinalNameAndGoesAway()
    {
        using (PendingFile.Create(_folder.Path, "x"u8))
        {
            Assert.That(_folder.Files, Has.Length.EqualTo(1).And.All.StartsWith(".pixeldit-").And.All.EndsWith(".tmp"));
        }

        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public void TryPublish_NameTaken_LeavesItAndCanGoOn()
    {
        _folder.Touch("a");
        using var pending = PendingFile.Create(_folder.Path, "new"u8);
        Assert.That((pending.TryPublish("a"), pending.TryPublish("b")), Is.EqualTo((false, true)));
        Assert.That((File.ReadAllText(_folder["a"]), File.ReadAllText(_folder["b"])), Is.EqualTo(("old", "new")));
    }

    [Test]
    public void TryPublish_NameOfAFolder_IsTaken()
    {
        Directory.CreateDirectory(_folder["a"]);
        using var pending = PendingFile.Create(_folder.Path, "new"u8);
        Assert.That(pending.TryPublish("a"), Is.False);
    }

    [Test]
    public void TryPublish_ImpossibleName_SaysWhichAndLeavesNothing()
    {
        var name = new string('n', 300);
        using (var pending = PendingFile.Create(_folder.Path, "x"u8))
        {
            Assert.That(() => pending.TryPublish(name), Throws.InstanceOf<IOException>().With.Message.Contains(name));
        }

        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public void Replace_NameTaken_TakesItsPlace()
    {
        _folder.Touch("a");
        using var pending = PendingFile.Create(_folder.Path, "new"u8);
        pending.Replace("a");
        Assert.That((_folder.Files, File.ReadAllText(_folder["a"])), Is.EqualTo((new[] { "a" }, "new")));
    }

    [Test]
    public void Create_MissingFolder_IsAnIoError() =>
        Assert.That(() => PendingFile.Create(_folder["none"], "x"u8), Throws.InstanceOf<IOException>());

    [Test]
    public void Begin_OldLeftovers_AreDeletedAndYoungOnesStay()
    {
        _folder.Touch(".pixeldit-1-1-aa.tmp", ".pixeldit-1-2-bb.tmp", ".other.tmp");
        File.SetLastWriteTimeUtc(_folder[".pixeldit-1-1-aa.tmp"], DateTime.UtcNow.AddMinutes(-11));
        File.SetLastWriteTimeUtc(_folder[".other.tmp"], DateTime.UtcNow.AddMinutes(-11));
        new OutputFolder(_folder.Path).Begin("a", 1, 1);
        Assert.That(_folder.Files, Is.EqualTo(new[] { ".other.tmp", ".pixeldit-1-2-bb.tmp" }));
    }

    [Test]
    public void Begin_LeftoversOfAKilledProcess_NeverCount()
    {
        _folder.Touch(".pixeldit-1-7-00000009.tmp", ".pixeldit-_00042_.tmp");
        Assert.That(new OutputFolder(_folder.Path).Begin(".pixeldit-", 1, 1).Write("x"u8).FileName, Is.EqualTo(".pixeldit-_00001_.png"));
    }

    [Test]
    public void Write_ManyThreads_NeverOverwrite()
    {
        var one = new OutputFolder(_folder.Path);
        var other = new OutputFolder(_folder.Path); // as another process: it shares nothing with the first
        var names = new ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                var saved = (thread % 2 == 0 ? one : other).Begin("a", 1, 1).Write(new[] { (byte)thread, (byte)i });
                names.Add(saved.FileName);
                Assert.That(File.ReadAllBytes(saved.FullPath), Is.EqualTo(new[] { (byte)thread, (byte)i }));
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(names, Has.Count.EqualTo(400).And.Unique);
            Assert.That(_folder.Files, Is.EquivalentTo(names));
        });
    }

    [Test]
    public void Write_TwoProcesses_NeverOverwrite()
    {
        const int each = 60;
        var processes = Enumerable.Range(0, 2).Select(_ => WriterProcess.Start(_folder.Path, "a", each)).ToArray();
        var names = processes.AsParallel().WithDegreeOfParallelism(2)
            .SelectMany(p => p.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var process in processes)
        {
            Assert.That(process.WaitForExit(60_000), Is.True, "the writer ends");
            Assert.That(process.ExitCode, Is.Zero);
            process.Dispose();
        }

        Assert.Multiple(() =>
        {
            Assert.That(names, Has.Length.EqualTo(2 * each).And.Unique);
            Assert.That(_folder.Files, Is.EquivalentTo(names));
        });
    }

    [Test]
    public void Write_KilledProcess_LeavesOnlyWholeFilesUnderFinalNames()
    {
        for (var round = 0; round < 4; round++)
        {
            using var process = WriterProcess.Start(_folder.Path, "a", 0);
            for (var i = 0; i < 5 + round; i++)
            {
                Assert.That(process.StandardOutput.ReadLine(), Is.Not.Null);
            }

            process.Kill();
            Assert.That(process.WaitForExit(60_000), Is.True);
        }

        var final = _folder.Files.Where(f => !f.StartsWith(".pixeldit-", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(final, Has.Length.GreaterThanOrEqualTo(26));
            Assert.That(final, Is.All.Match(new Regex(@"^a_\d{5}_\.png$", RegexOptions.None, TimeSpan.FromSeconds(1))));
            foreach (var file in final)
            {
                Assert.That(ImageDecoder.Decode(_folder[file]).Width, Is.EqualTo(300));
            }
        });
    }
}
