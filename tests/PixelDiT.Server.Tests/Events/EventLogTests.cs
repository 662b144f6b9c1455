using PixelDiT.Server.Events;

namespace PixelDiT.Server.Tests.Events;

internal sealed class EventLogTests
{
    [Test]
    public void Publish_Some_NumbersFollowEachOther()
    {
        var log = Some.Log();
        var before = log.Last;

        var numbers = Enumerable.Range(0, 5).Select(_ => log.Publish(Some.Started())).ToList();

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, 5).Select(i => before + i)));
        Assert.That(log.Last, Is.EqualTo(numbers[^1]));
        Assert.That(numbers.Select(n => log.Find(n)!.Seq), Is.EqualTo(numbers));
    }

    [Test]
    public void Construct_LaterRunOfTheServer_NumbersLieAboveThoseOfTheEarlierAndFitIntoADouble()
    {
        var time = new ManualTime();
        var earlier = Some.Log(time: time);
        for (var i = 0; i < 1000; i++)
        {
            earlier.Publish(Some.Started());
        }

        time.Advance(1.001);
        var later = Some.Log(time: time);

        Assert.That(later.Last, Is.GreaterThan(earlier.Last));
        Assert.That(later.Last, Is.LessThan((1L << 53) - 1_000_000_000_000));
    }

    [Test]
    public void Publish_MoreThanItKeeps_TheOldestGo()
    {
        var log = Some.Log(maxEvents: 16);
        var before = log.Last;

        for (var i = 0; i < 40; i++)
        {
            log.Publish(Some.Progress(i));
        }

        Assert.Multiple(() =>
        {
            Assert.That(log.First, Is.EqualTo(before + 25));
            Assert.That(log.Find(before + 24), Is.Null);
            Assert.That(((NodeProgress)log.Find(before + 25)!.Event).Step, Is.EqualTo(24));
            Assert.That(log.Find(before + 41), Is.Null);
        });
    }

    [Test]
    public void Publish_MoreBytesThanItKeeps_TheOldestGoAndTheNewestStays()
    {
        var log = Some.Log(maxBytes: 10_000);

        for (var i = 0; i < 30; i++)
        {
            log.Publish(Some.Executed(1000));
            Assert.That(log.Bytes, Is.LessThanOrEqualTo(10_000));
        }

        Assert.That(log.Last - log.First, Is.InRange(5, 9));
        var huge = log.Publish(Some.Executed(50_000));
        Assert.That(log.First, Is.EqualTo(huge));
        Assert.That(log.Find(huge), Is.Not.Null);
    }

    [Test]
    public void Publish_Previews_OnlyTheLatestOfEachJobKeepsItsPicture()
    {
        var log = Some.Log();
        var other = new JobKey("job-b", null);
        var first = log.Publish(Some.Preview(1));
        var foreign = log.Publish(Some.Preview(1, other));
        var second = log.Publish(Some.Preview(2));

        Assert.Multiple(() =>
        {
            Assert.That(log.Find(first)!.IsGone, Is.True);
            Assert.That(log.Find(first)!.Seq, Is.EqualTo(first));
            Assert.That(log.Find(first)!.Event.Job, Is.EqualTo(Some.Job));
            Assert.That(log.Find(second)!.IsGone, Is.False);
            Assert.That(log.Find(foreign)!.IsGone, Is.False);
        });
    }

    [Test]
    public void Publish_ThousandsOfLargePreviews_TheLogStaysSmall()
    {
        var log = Some.Log(maxEvents: 4096, maxBytes: 1 << 30);

        for (var i = 0; i < 4000; i++)
        {
            log.Publish(Some.Preview(i, bytes: 1_000_000));
        }

        Assert.That(log.Bytes, Is.LessThan(2_000_000));
    }

    [Test]
    public void Publish_ByManyThreads_EveryNumberOnceAndReadersSeeThemInOrder()
    {
        const int threads = 4;
        const int each = 5_000;
        var log = Some.Log(maxEvents: 256);
        var start = log.Last;
        using var go = new ManualResetEventSlim();
        var numbers = new long[threads][];
        var publishers = Enumerable.Range(0, threads).Select(t => new Thread(() =>
        {
            go.Wait();
            numbers[t] = [.. Enumerable.Range(0, each).Select(i => log.Publish(Some.Progress(i, new JobKey($"job-{t}", null))))];
        })).ToList();
        var stop = false;
        var wrong = 0;
        var reader = new Thread(() =>
        {
            go.Wait();
            while (!Volatile.Read(ref stop))
            {
                for (var seq = log.First; seq <= log.Last; seq++)
                {
                    // Gone, because others were faster, or exactly the right one.
                    if (log.Find(seq) is { } found && found.Seq != seq)
                    {
                        wrong++;
                    }
                }
            }
        });

        publishers.ForEach(p => p.Start());
        reader.Start();
        go.Set();
        publishers.ForEach(p => p.Join());
        Volatile.Write(ref stop, true);
        reader.Join();

        Assert.That(wrong, Is.Zero);
        Assert.That(numbers.SelectMany(n => n).Order(), Is.EqualTo(Enumerable.Range(1, threads * each).Select(i => start + i)));
        Assert.That(numbers, Has.All.Ordered, "what one thread tells stays in its order");
    }
}
