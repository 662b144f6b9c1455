using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.App.Serve;
using PixelDiT.Graph.Folders;

namespace PixelDiT.App.Tests.Serve;

/// <summary>The temp directory of servers that come and go.</summary>
public sealed class TempFolderTests
{
    private string _base = "";
    private FolderPaths _folders = null!;

    [SetUp]
    public void MakeFolder()
    {
        _base = Directory.CreateTempSubdirectory("pixeldit-temp-").FullName;
        _folders = new FolderPaths(new FolderOptions { BaseDirectory = _base });
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_base, recursive: true);

    [Test]
    public void EnterAndDispose_Alone_EmptyItAndTakeItAway()
    {
        var left = Put("left.png");
        Put("sub/deep/left.png");
        var kept = Path.Combine(_base, "kept");
        File.WriteAllText(kept, "");
        File.CreateSymbolicLink(Path.Combine(_folders.Temp, "link"), kept);
        using (TempFolder.Enter(_folders, NullLogger.Instance))
        {
            Assert.That(left, Does.Not.Exist);
            Assert.That(Directory.GetFileSystemEntries(_folders.Temp).Select(Path.GetFileName), Is.EqualTo(new[] { TempFolder.LockName }));
            Put("new.png");
        }

        Assert.That(_folders.Temp, Does.Not.Exist);
        Assert.That(kept, Does.Exist);
    }

    [Test]
    public void EnterAndDispose_WhileAnotherServerUsesIt_LeaveItAlone()
    {
        var first = TempFolder.Enter(_folders, NullLogger.Instance);
        var picture = Put("picture.png");

        var second = TempFolder.Enter(_folders, NullLogger.Instance);
        Assert.That(picture, Does.Exist);
        var third = TempFolder.Enter(_folders, NullLogger.Instance);
        first.Dispose();
        third.Dispose();
        Assert.That(picture, Does.Exist, "the second one may have made it");

        second.Dispose();
        Assert.That(picture, Does.Not.Exist);
    }

    [Test]
    public void Dispose_FilesInMemory_AreForgottenAndNotWritten()
    {
        var dropped = false;
        using (TempFolder.Enter(_folders, NullLogger.Instance))
        {
            _folders.UnwrittenTemp = new UnwrittenTemp(_ => { }, () => Assert.That(dropped, Is.True), () => dropped = true);
        }

        Assert.That((dropped, Directory.Exists(Path.Combine(_base, "temp"))), Is.EqualTo((true, false)));
    }

    [Test]
    public void Enter_AFileInItsPlace_IsNoReasonNotToStart()
    {
        File.WriteAllText(Path.Combine(_base, "temp"), "in the way");
        using (TempFolder.Enter(_folders, NullLogger.Instance))
        {
        }

        Assert.That(File.ReadAllText(Path.Combine(_base, "temp")), Is.EqualTo("in the way"));
    }

    private string Put(string name)
    {
        var path = Path.Combine(_folders.Temp, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
