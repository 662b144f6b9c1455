using FsCheck;
using FsCheck.Fluent;
using PixelDiT.Server.Events;

namespace PixelDiT.Server.Tests.Events;

internal sealed class EventReaderTests
{
    private static readonly ReadLimits Wide = new(1000, 1 << 20, long.MaxValue);
    private static readonly EventFilter All = EventFilter.Everything(null);

    [Test]
    public void Read_NothingNew_EmptyBatch()
    {
        var log = Some.Log();
        log.Publish(Some.Started());

        var batch = Read(log, log.Last)!;

        Assert.That((batch.After, batch.UpTo, batch.Events.Count), Is.EqualTo((log.Last, log.Last, 0)));
    }

    [Test]
    public void Read_FromTheMiddle_EverythingAfterIt()
    {
        var log = Some.Log();
        var numbers = Enumerable.Range(0, 10).Select(i => log.Publish(Some.Progress(i))).ToList();

        var batch = Read(log, numbers[3])!;

        Assert.That(batch.Events.Select(e => e.Seq), Is.EqualTo(numbers.Skip(4)));
        Assert.That((batch.After, batch.UpTo, batch.Dropped.Total), Is.EqualTo((numbers[3], numbers[9], 0)));
    }

    [Test]
    public void Read_WhatTheLogHasForgotten_Null()
    {
        var log = Some.Log(maxEvents: 16);
        var start = log.Last;
        for (var i = 0; i < 20; i++)
        {
            log.Publish(Some.Started());
        }

        Assert.Multiple(() =>
        {
            Assert.That(Read(log, start), Is.Null);
            Assert.That(Read(log, log.First - 2), Is.Null);
            Assert.That(Read(log, log.First - 1)!.Events, Has.Count.EqualTo(16), "the oldest that is still there is the next one");
            Assert.That(Read(log, log.Last + 1), Is.Null, "a number that was never given");
            Assert.That(Read(log, -5), Is.Null);
            Assert.That(Read(log, long.MaxValue), Is.Null);
            Assert.That(Read(log, long.MinValue), Is.Null);
        });
    }

    [Test]
    public void Read_SingleJobs_NothingOfOthersNorOfTheQueueAndTheBatchCoversThem()
    {
        var log = Some.Log();
        var start = log.Last;
        var other = new JobKey("job-b", null);
        log.Publish(new QueueChanged(1));
        var mine = log.Publish(Some.Started());
        log.Publish(Some.Started(other));

        var batch = EventReader.Read(log, start, EventFilter.Nothing(null) with { Jobs = ["job-a"] }, Wide, 0)!;

        Assert.That(batch.Events.Select(e => e.Seq), Is.EqualTo(new[] { mine }));
        Assert.That(batch.UpTo, Is.EqualTo(log.Last));
    }

    [Test]
    public void Read_AnOwner_NothingOfOtherOwnersButTheQueue()
    {
        var log = Some.Log();
        var start = log.Last;
        var queue = log.Publish(new QueueChanged(1));
        var mine = log.Publish(Some.Started(new JobKey("job-a", "ann")));
        log.Publish(Some.Started(new JobKey("job-b", "bob")));
        log.Publish(Some.Started(new JobKey("job-c", null)));

        Assert.That(EventReader.Read(log, start, EventFilter.Everything("ann"), Wide, 0)!.Events.Select(e => e.Seq), Is.EqualTo(new[] { queue, mine }));
        Assert.That(EventReader.Read(log, start, EventFilter.Nothing("ann") with { Jobs = ["job-b", "job-c"] }, Wide, 0)!.Events, Is.Empty);
    }

    [Test]
    public void Read_ReplacedPreviews_CountedAndOnlyTheLatestSent()
    {
        var log = Some.Log();
        var start = log.Last;
        for (var i = 0; i < 5; i++)
        {
            log.Publish(Some.Progress(i));
            log.Publish(Some.Preview(i));
        }

        var batch = Read(log, start)!;

        Assert.That(batch.Events.Select(e => e.Event.Type), Is.EqualTo(Enumerable.Repeat("progress", 5).Append("preview")));
        Assert.That(batch.Dropped, Is.EqualTo(new DroppedEvents(4, 0)));
    }

    [Test]
    public void Read_ASlowClient_PreviewsGoFirstThenTheOldestProgressAndNothingElse()
    {
        var log = Some.Log();
        var start = log.Last;
        var started = log.Publish(Some.Started());
        for (var i = 0; i < 20; i++)
        {
            log.Publish(Some.Progress(i));
        }

        log.Publish(Some.Preview());
        var size = Some.Progress().SizeBytes;
        var slow = Wide with { SlowBytes = 10 * size };

        var batch = EventReader.Read(log, start, All, slow, replayUpTo: start)!;

        Assert.That(batch.Events[0].Seq, Is.EqualTo(started));
        var kept = batch.Events.Select(e => e.Event).OfType<NodeProgress>().Select(p => p.Step).ToList();
        Assert.That(kept, Is.EqualTo(Enumerable.Range(20 - kept.Count, kept.Count)), "the newest");
        Assert.That(kept, Has.Count.InRange(9, 11));
        Assert.That(batch.Dropped.Progress, Is.EqualTo(20 - kept.Count));
    }

    [Test]
    public void Read_WhatWasThereBeforeTheClientCame_NothingIsLeftOut()
    {
        var log = Some.Log();
        var start = log.Last;
        for (var i = 0; i < 20; i++)
        {
            log.Publish(Some.Progress(i));
        }

        var batch = EventReader.Read(log, start, All, Wide with { SlowBytes = 1 }, replayUpTo: log.Last)!;

        Assert.That(batch.Events, Has.Count.EqualTo(20));
    }

    [Test]
    public void Read_ALargeEvent_ComesAloneAndComes()
    {
        var log = Some.Log();
        var start = log.Last;
        log.Publish(Some.Started());
        log.Publish(Some.Executed(50_000));
        log.Publish(Some.Started());
        var narrow = new ReadLimits(100, 1000, long.MaxValue);

        var sizes = new List<int>();
        for (var at = start; at < log.Last;)
        {
            var batch = EventReader.Read(log, at, All, narrow, 0)!;
            Assert.That(batch.After, Is.EqualTo(at));
            sizes.Add(batch.Events.Count);
            at = batch.UpTo;
        }

        Assert.That(sizes, Is.EqualTo(new[] { 1, 1, 1 }));
    }

    /// <summary>Whatever is published, asked for and limited: batches fit together, and what they hold and what they count as dropped is exactly what there was.</summary>
    [Test]
    public void Read_AnyEventsFiltersAndLimits_BatchesFitTogetherAndNothingIsUnaccounted() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
        Prop.ForAll(Cases().ToArbitrary(), c =>
        {
            var log = Some.Log(maxEvents: 64, maxBytes: 1 << 20);
            var start = log.Last;
            var wanted = 0;
            var filter = c.All ? All : EventFilter.Nothing(null) with { Jobs = ["job-0"] };
            foreach (var kind in c.Kinds)
            {
                var job = new JobKey($"job-{kind % 2}", null);
                ServerEvent happened = (kind / 2 % 4) switch
                {
                    0 => Some.Progress(job: job),
                    1 => Some.Preview(job: job),
                    2 => Some.Executed(kind, job),
                    _ => new QueueChanged(kind),
                };
                wanted += filter.Matches(happened) ? 1 : 0;
                log.Publish(happened);
            }

            long seen = 0, last = start;
            for (var at = start; at < log.Last;)
            {
                var batch = EventReader.Read(log, at, filter, c.Limits, c.Replay ? log.Last : start);
                if (batch is null)
                {
                    // Allowed only when the log has moved on.
                    Assert.That(c.Kinds, Has.Length.GreaterThan(64));
                    return;
                }

                Assert.That(batch.After, Is.EqualTo(at));
                Assert.That(batch.UpTo, Is.GreaterThan(at), "it goes on");
                Assert.That(batch.Events.Count, Is.LessThanOrEqualTo(c.Limits.MaxEvents));
                Assert.That(batch.Events.Select(e => e.Seq).Prepend(last).Append(batch.UpTo), Is.Ordered);
                Assert.That(batch.Events.Select(e => e.Seq).Prepend(last), Is.Unique);
                Assert.That(batch.Events.Select(e => filter.Matches(e.Event)), Is.All.True);
                last = batch.Events.Count > 0 ? batch.Events[^1].Seq : last;
                seen += batch.Events.Count + batch.Dropped.Total;
                Assert.That(c.Replay ? batch.Dropped.Progress : 0, Is.Zero);
                at = batch.UpTo;
            }

            Assert.That(seen, Is.EqualTo(wanted));
        }));

    private static Gen<(int[] Kinds, bool All, bool Replay, ReadLimits Limits)> Cases() =>
        from kinds in Gen.Choose(0, 400).ArrayOf()
        from all in Gen.Elements(true, false)
        from replay in Gen.Elements(true, false)
        from events in Gen.Choose(1, 20)
        from bytes in Gen.Choose(1, 5000)
        from slow in Gen.Choose(1, 5000)
        select (kinds, all, replay, new ReadLimits(events, bytes, slow));

    private static EventBatch? Read(EventLog log, long after) => EventReader.Read(log, after, All, Wide, 0);
}
