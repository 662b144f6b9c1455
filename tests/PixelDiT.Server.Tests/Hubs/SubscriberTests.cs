using System.Threading.Channels;
using PixelDiT.Server.Events;
using PixelDiT.Server.Http;
using PixelDiT.Server.Hubs;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Previews;
using PixelDiT.Server.Tests.Events;

namespace PixelDiT.Server.Tests.Hubs;

/// <summary>One connection's way through the log, with a client that reads when the test lets it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SubscriberTests
{
    private readonly EventLog _log = Some.Log(maxEvents: 64);
    private readonly Client _client = new();
    private readonly PreviewBudget _previews = new(bytesPerSecond: 4, new ManualTime());
    private readonly CancellationTokenSource _gone = new();
    private Task _running = Task.CompletedTask;

    [TearDown]
    public async Task StopAsync()
    {
        await _gone.CancelAsync();
        _client.Open();
        try
        {
            await _running.WaitAsync(TestServer.Deadline);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends when the client goes while it waits.
        }
    }

    [Test]
    public async Task SubscribeAll_Now_EventsFromNowOn()
    {
        _log.Publish(Some.Started());
        var self = Start();
        var begins = self.SubscribeAll(null);
        Publish(self, Some.Progress(1));

        var batch = await _client.NextAsync();

        Assert.That(begins, Is.EqualTo(_log.Last - 1));
        Assert.That(batch.After, Is.EqualTo(begins));
        Assert.That(batch.Events.Select(e => e.Seq), Is.EqualTo(new[] { _log.Last }));
    }

    [Test]
    public async Task SubscribeAll_AfterANumber_WhatWasMissedAndThenWhatComes()
    {
        var first = _log.Publish(Some.Started());
        _log.Publish(Some.Progress(1));
        var self = Start();
        self.SubscribeAll(first - 1);
        var missed = await _client.NextAsync();
        Publish(self, Some.Progress(2));
        var live = await _client.NextAsync();

        Assert.That(missed.Events.Select(e => e.Seq), Is.EqualTo(new[] { first, first + 1 }));
        Assert.That((live.After, live.Events.Single().Seq), Is.EqualTo((first + 1, first + 2)));
    }

    [Test]
    public async Task Subscribe_ASecondJobLater_NothingOfItIsLostOrRepeated()
    {
        var self = Start();
        self.Subscribe(["job-a"], null);
        Publish(self, Some.Started(new JobKey("job-b", null)));
        Publish(self, Some.Started());
        await _client.NextAsync();
        self.Subscribe(["job-b"], 0);
        Publish(self, Some.Progress(1, new JobKey("job-b", null)));
        Publish(self, Some.Progress(2));

        var seen = new List<LoggedEvent>();
        while (seen.Count < 2)
        {
            seen.AddRange((await _client.NextAsync()).Events);
        }

        Assert.That(seen.Select(e => ((NodeProgress)e.Event).Step), Is.EqualTo(new double[] { 1, 2 }));
    }

    [Test]
    public async Task Unsubscribe_ThenAgainFromANumber_BeginsThere()
    {
        var start = _log.Last;
        var self = Start();
        self.SubscribeAll(null);
        Publish(self, Some.Started());
        await _client.NextAsync();
        self.UnsubscribeAll();
        Publish(self, Some.Progress(1));
        self.SubscribeAll(start);

        var batch = await _client.NextAsync();

        Assert.That(batch.After, Is.EqualTo(start));
        Assert.That(batch.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public void Subscribe_MoreJobsThanAllowed_Null()
    {
        var self = Start(new QueueHubOptions { MaxSubscriptions = 3 });

        Assert.That(self.Subscribe(["a", "b", "c"], null), Is.Not.Null);
        Assert.That(self.Subscribe(["a", "b"], null), Is.Not.Null, "no new ones");
        Assert.That(self.Subscribe(["d"], null), Is.Null);
    }

    [Test]
    public async Task Publish_ToAClientThatDoesNotRead_NeverWaitsAndPreviewsGoFirst()
    {
        var self = Start(new QueueHubOptions { SlowBytes = 2048 });
        self.SubscribeAll(null);
        _client.Close();
        Publish(self, Some.Started());
        await _client.Reached();
        for (var i = 1; i <= 25; i++)
        {
            Publish(self, Some.Progress(i));
            Publish(self, Some.Preview(i));
        }

        Assert.That(self.WaitingEvents, Is.EqualTo(50));
        Assert.That(self.WaitingBytes, Is.EqualTo(25 * Some.Progress().SizeBytes));
        _client.Open();
        var seen = new List<EventBatch>();
        while (seen.Count == 0 || seen[^1].UpTo < _log.Last)
        {
            seen.Add(await _client.NextAsync());
        }

        var events = seen.SelectMany(b => b.Events).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(events[0].Event, Is.InstanceOf<JobStarted>());
            Assert.That(seen.Sum(b => b.Dropped.Previews), Is.GreaterThanOrEqualTo(24));
            Assert.That(seen.Sum(b => b.Dropped.Progress), Is.Positive);
            Assert.That(events.Count + seen.Sum(b => b.Dropped.Total), Is.EqualTo(51), "all are accounted for");
            Assert.That(events.Select(e => e.Event).OfType<NodeProgress>().Last().Step, Is.EqualTo(25));
            Assert.That(self.Dropped.Previews, Is.EqualTo(seen.Sum(b => b.Dropped.Previews)));
        });
    }

    [Test]
    public async Task Publish_MoreThanTheLogKeeps_TheClientStartsOverAndGoesOn()
    {
        var self = Start();
        self.SubscribeAll(null);
        _client.Close();
        Publish(self, Some.Started());
        await _client.Reached();
        for (var i = 0; i < 200; i++)
        {
            Publish(self, Some.Executed(i));
        }

        _client.Open();
        await _client.NextAsync();
        var reset = await _client.ResetAsync();
        Publish(self, Some.Progress(7));
        var next = await _client.NextAsync();

        Assert.That(self.Resets, Is.EqualTo(1));
        Assert.That(next.After, Is.EqualTo(reset.Seq));
        Assert.That(((NodeProgress)next.Events.Single().Event).Step, Is.EqualTo(7));
    }

    [Test]
    public async Task Publish_NothingThatConcernsIt_TheClientHearsHowFarItIs()
    {
        var self = Start();
        self.Subscribe(["job-z"], null);
        for (var i = 0; i < 200; i++)
        {
            Publish(self, Some.Progress(i));
            while (self.WaitingEvents > 30)
            {
                await Task.Delay(1);
            }
        }

        var batch = await _client.NextAsync();

        Assert.That(batch.Events, Is.Empty);
        Assert.That(batch.UpTo, Is.GreaterThan(batch.After));
        Assert.That(self.Resets, Is.Zero);
    }

    [Test]
    public async Task Publish_Preview_CountsAsSent()
    {
        var self = Start();
        self.SubscribeAll(null);
        Publish(self, Some.Progress(1));
        await _client.NextAsync();
        Assert.That(_previews.HasRoom(), Is.True);

        Publish(self, Some.Preview(1));
        await _client.NextAsync();
        Assert.That(_previews.HasRoom(), Is.False);
    }

    [Test]
    public async Task Publish_AForeignOwnersJob_IsNotSeen()
    {
        var self = Start(caller: new Caller("ann", "ann"));
        self.SubscribeAll(null);
        Publish(self, Some.Started(new JobKey("job-b", "bob")));
        Publish(self, Some.Started(new JobKey("job-a", "ann")));

        Assert.That((await _client.NextAsync()).Events.Select(e => e.Event.Job!.Id), Is.EqualTo(new[] { "job-a" }));
    }

    private Subscriber Start(QueueHubOptions? options = null, Caller? caller = null)
    {
        var self = new Subscriber(
            _client, caller ?? new Caller(null, null), _log, new SnapshotSource(new InMemoryJobStore(new JobStoreOptions()), _log, new RunningJobs()), _previews, options ?? new QueueHubOptions());
        _running = Task.Run(() => self.RunAsync(_gone.Token));
        return self;
    }

    private void Publish(Subscriber self, ServerEvent happened)
    {
        _log.Publish(happened);
        self.Wake();
    }

    private sealed class Client : IQueueClient
    {
        private readonly Channel<EventBatch> _batches = Channel.CreateUnbounded<EventBatch>();
        private readonly Channel<QueueOverview> _resets = Channel.CreateUnbounded<QueueOverview>();
        private readonly SemaphoreSlim _reached = new(0);
        private volatile TaskCompletionSource _gate = Opened();

        public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _gate.TrySetResult();

        public async Task Reached() => Assert.That(await _reached.WaitAsync(TestServer.Deadline), Is.True);

        public async Task<EventBatch> NextAsync() => await _batches.Reader.ReadAsync().AsTask().WaitAsync(TestServer.Deadline);

        public async Task<QueueOverview> ResetAsync() => await _resets.Reader.ReadAsync().AsTask().WaitAsync(TestServer.Deadline);

        public async Task Events(EventBatch batch)
        {
            _reached.Release();
            await _gate.Task;
            _batches.Writer.TryWrite(batch);
        }

        public async Task Reset(QueueOverview snapshot)
        {
            await _gate.Task;
            _resets.Writer.TryWrite(snapshot);
        }

        private static TaskCompletionSource Opened()
        {
            var opened = new TaskCompletionSource();
            opened.SetResult();
            return opened;
        }
    }
}
