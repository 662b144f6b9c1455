using System.ComponentModel.DataAnnotations;
using PixelDiT.Imaging;

namespace PixelDiT.Server.Tests.Retention;

/// <summary><c>--output-retention-days</c> at the server: what the ledger says is old goes when the server starts, and only if it was asked for.</summary>
internal sealed class RetentionTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Start_OldOutputs_GoOnlyWhereThatIsWanted(bool wanted)
    {
        string? old = null, foreign = null;
        await using var server = await TestServer.StartAsync(
            new ServerOptions { OutputRetention = wanted ? TimeSpan.FromDays(30) : null },
            change: (folders, parts) =>
            {
                Directory.CreateDirectory(folders.Output);
                (old, foreign) = (Path.Combine(folders.Output, "a_00001_.png"), Path.Combine(folders.Output, "holiday.png"));
                File.WriteAllText(old, "x");
                File.WriteAllText(foreign, "x");
                File.SetLastWriteTimeUtc(foreign, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                var file = Path.Combine(folders.Base, "pixeldit", "saved.jsonl");
                new SavedFileLedger(file, folders.Output, time: new LongAgo()).Add(new SavedFile("a_00001_.png", "", old));
                return parts with { SavedFiles = new SavedFileLedger(file, folders.Output) };
            });

        if (wanted)
        {
            using var deadline = new CancellationTokenSource(TestServer.Deadline);
            while (File.Exists(old))
            {
                await Task.Delay(5, deadline.Token);
            }
        }

        Assert.That(File.Exists(old), Is.Not.EqualTo(wanted));
        Assert.That(foreign, Does.Exist);
    }

    [TestCase("00:59:59")]
    [TestCase("40000.00:00:00")]
    [TestCase("-1.00:00:00")]
    public void Options_OutOfRange_AreRefused(string age) => Assert.That(
        () => new ServerOptions { OutputRetention = TimeSpan.Parse(age) }.Validate(), Throws.TypeOf<ValidationException>());

    private sealed class LongAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
