namespace PixelDiT.Imaging.Tests;

/// <summary>What is deleted after a while, and above all what is not.</summary>
public class SavedFileLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private string _base = null!;
    private string _output = null!;
    private readonly List<Exception> _failures = [];

    [SetUp]
    public void SetUp()
    {
        _failures.Clear();
        _base = Directory.CreateTempSubdirectory("pixeldit-ledger-").FullName;
        _output = Path.Combine(_base, "output");
        Directory.CreateDirectory(_output);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_base, recursive: true);

    private SavedFileLedger Ledger(double days = 0) =>
        new(Path.Combine(_base, "pixeldit", "saved-files.jsonl"), _output, _failures.Add, new FixedTime(Start + TimeSpan.FromDays(days)));

    private string Save(SavedFileLedger ledger, string prefix = "a") => new OutputFolder(_output, ledger: ledger).Begin(prefix, 1, 1).Write([1, 2, 3]).FullPath;

    [Test]
    public void DeleteOlderThan_OnlyWhatIsOldEnoughGoes_AlsoAfterARestart()
    {
        var (old, young) = (Save(Ledger(), "sub/old"), Save(Ledger(5), "young"));

        Assert.That(Ledger(6).DeleteOlderThan(Week), Is.Zero);
        Assert.That(Ledger(7.1).DeleteOlderThan(Week), Is.EqualTo(1));
        Assert.That(File.Exists(old), Is.False);
        Assert.That(young, Does.Exist);
        Assert.That(Ledger(13).DeleteOlderThan(Week), Is.EqualTo(1));
        Assert.That(Ledger(99).DeleteOlderThan(Week), Is.Zero, "nothing is deleted twice");
    }

    [Test]
    public void DeleteOlderThan_FilesOfOthers_Stay()
    {
        Save(Ledger());
        var foreign = Path.Combine(_output, "a_00002_.png");
        File.WriteAllBytes(foreign, [1, 2, 3]);
        File.SetLastWriteTimeUtc(foreign, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.That(Ledger(99).DeleteOlderThan(Week), Is.EqualTo(1));
        Assert.That(foreign, Does.Exist);
    }

    [TestCase("longer")]
    [TestCase("touched")]
    [TestCase("replaced by a link")]
    public void DeleteOlderThan_ChangedSince_Stays(string how)
    {
        var ledger = Ledger();
        var path = Save(ledger);
        var precious = Path.Combine(_base, "precious.png");
        File.WriteAllBytes(precious, [1, 2, 3]);
        switch (how)
        {
            case "longer":
                var time = File.GetLastWriteTimeUtc(path);
                File.WriteAllBytes(path, [1, 2, 3, 4]);
                File.SetLastWriteTimeUtc(path, time);
                break;
            case "touched":
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
                break;
            default:
                File.SetLastWriteTimeUtc(precious, File.GetLastWriteTimeUtc(path));
                File.Delete(path);
                File.CreateSymbolicLink(path, precious);
                break;
        }

        Assert.That(Ledger(99).DeleteOlderThan(Week), Is.Zero);
        Assert.That(path, Does.Exist);
        Assert.That(precious, Does.Exist);
    }

    [TestCase("""{"path":"../precious.png","size":3,"modified":0,"saved":"2000-01-01T00:00:00Z"}""")]
    [TestCase("""{"path":"/etc/passwd","size":3,"modified":0,"saved":"2000-01-01T00:00:00Z"}""")]
    [TestCase("""{"path":"a_00001_.png","size":3""")]
    [TestCase("""{"path":7,"saved":[]}""")]
    [TestCase("null")]
    [TestCase("not json")]
    public void DeleteOlderThan_LineThatLies_DeletesNothing(string line)
    {
        var path = Save(Ledger());
        var precious = Path.Combine(_base, "precious.png");
        File.WriteAllBytes(precious, [1, 2, 3]);
        File.SetLastWriteTimeUtc(precious, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var file = Path.Combine(_base, "pixeldit", "saved-files.jsonl");
        File.WriteAllText(file, line.Replace("\"modified\":0", $"\"modified\":{File.GetLastWriteTimeUtc(precious).Ticks}") + "\n");

        Assert.That(Ledger(99).DeleteOlderThan(Week), Is.Zero);
        Assert.That(precious, Does.Exist);
        Assert.That(path, Does.Exist);
    }

    [Test]
    public void DeleteOlderThan_FolderReplacedByALink_DeletesNothingBehindIt()
    {
        var path = Save(Ledger(), "sub/a");
        var elsewhere = Path.Combine(_base, "elsewhere");
        Directory.Move(Path.GetDirectoryName(path)!, elsewhere);
        Directory.CreateSymbolicLink(Path.GetDirectoryName(path)!, elsewhere);

        Assert.That(Ledger(99).DeleteOlderThan(Week), Is.Zero);
        Assert.That(Directory.GetFiles(elsewhere), Has.Length.EqualTo(1));
    }

    [Test]
    public void DeleteOlderThan_NothingSavedYet_IsNothing() => Assert.That(Ledger().DeleteOlderThan(Week), Is.Zero);

    [Test]
    public void Add_LedgerCannotBeWritten_SavesAllTheSameAndTells()
    {
        File.WriteAllText(Path.Combine(_base, "pixeldit"), "a file where the folder would be");

        Assert.That(Save(Ledger()), Does.Exist);
        Assert.That(_failures, Has.Count.EqualTo(1));
    }
}
