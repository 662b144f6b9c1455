using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Tests.Operations;

/// <summary>What is measured.</summary>
internal sealed class MetricsTests
{
    [Test]
    public async Task Jobs_AreCountedByHowTheyEnd()
    {
        await using var server = await TestServer.StartAsync();
        using var measured = new Measurements(server);
        await server.FinishedAsync(await server.SubmitAsync(Graphs.Preview()));
        await server.FinishedAsync(await server.SubmitAsync(Graphs.Through(Graphs.Node("TestSyncError", ("value", Graphs.Link("1"))))));
        _ = server.TakeErrors();
        var id = await server.SubmitAsync(Graphs.Gate("stop"));
        await server.Gates.Reached("stop");
        await server.PostAsync("/interrupt", "");
        server.Gates.Open("stop");
        await server.FinishedAsync(id);

        Assert.That(measured.Sum("pixeldit.jobs.queued"), Is.EqualTo(3));
        Assert.That(measured.Sum("pixeldit.jobs.started"), Is.EqualTo(3));
        Assert.That(measured.Sum("pixeldit.jobs.finished", "success"), Is.EqualTo(1));
        Assert.That(measured.Sum("pixeldit.jobs.finished", "error"), Is.EqualTo(1));
        Assert.That(measured.Sum("pixeldit.jobs.finished", "interrupted"), Is.EqualTo(1));
        Assert.That(measured.Count("pixeldit.job.duration"), Is.EqualTo(3));
        Assert.That(measured.Count("pixeldit.node.duration", "EmptyImage"), Is.EqualTo(3));
        Assert.That(measured.Count("pixeldit.node.duration", "TestSyncError"), Is.EqualTo(1), "failed nodes count as well");
        Assert.That(measured.Count("pixeldit.node.duration", "PreviewImage"), Is.EqualTo(1));
    }

    [Test]
    public async Task QueueAndSockets_AreToldWhenAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        using var measured = new Measurements(server);
        var first = await server.SubmitAsync(Graphs.Gate("hold"));
        var second = await server.SubmitAsync(Graphs.Preview());
        await server.Gates.Reached("hold");
        await using (await server.ConnectAsync("me"))
        {
            measured.Observe();
        }

        Assert.That(measured.Last("pixeldit.queue.length"), Is.EqualTo(2));
        Assert.That(measured.Last("pixeldit.sockets.open"), Is.EqualTo(1));
        Assert.That(measured.Last("pixeldit.sockets.dropped"), Is.Zero);

        server.Gates.Open("hold");
        await server.FinishedAsync(first);
        await server.FinishedAsync(second);
    }

    [Test]
    public async Task Refusals_AreCountedByReason()
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { Security = new SecurityOptions { Keys = [new ApiKey("a", "k")] } });
        using var measured = new Measurements(server);
        _ = await server.GetAsync("/queue");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/queue");
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await server.Http.SendAsync(foreign);

        Assert.That(measured.Sum("pixeldit.requests.refused", "key"), Is.EqualTo(1));
        Assert.That(measured.Sum("pixeldit.requests.refused", "origin"), Is.EqualTo(1));
    }

    [Test]
    public async Task Traces_ShowTheNodesInTheirJob()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServerMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await TestServer.StartAsync();
        var id = await server.SubmitAsync(Graphs.Preview());
        await server.FinishedAsync(id);
        // The job's own span ends after history has it.
        var deadline = Stopwatch.StartNew();
        while (!spans.Any(s => s.OperationName == "job" && (string?)s.GetTagItem("pixeldit.prompt_id") == id) && deadline.Elapsed < TestServer.Deadline)
        {
            await Task.Delay(5);
        }

        var job = spans.Single(s => s.OperationName == "job" && (string?)s.GetTagItem("pixeldit.prompt_id") == id);
        var nodes = spans.Where(s => s.OperationName == "node" && s.ParentSpanId == job.SpanId).ToList();
        Assert.That(nodes.Select(n => n.GetTagItem("pixeldit.class_type")), Is.EqualTo(new[] { "EmptyImage", "PreviewImage" }));
        Assert.That(job.GetTagItem("pixeldit.status"), Is.EqualTo("success"));
        Assert.That(nodes, Has.All.Matches<Activity>(n => n.StartTimeUtc >= job.StartTimeUtc && n.Duration >= TimeSpan.Zero));
    }

    /// <summary>Hears what one server's instruments say.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, string? Tag)> _all = [];

        public Measurements(TestServer server)
        {
            var factory = server.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ServerMetrics.Name && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            // The instruments are made with the first that needs them.
            _ = server.Services.GetRequiredService<ServerMetrics>();
            _listener.Start();
        }

        public double Sum(string name, string? tag = null) => Of(name, tag).Sum(m => m.Value);

        public int Count(string name, string? tag = null) => Of(name, tag).Count();

        public double Last(string name) => Of(name, null).Last().Value;

        public void Observe() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private IEnumerable<(string Name, double Value, string? Tag)> Of(string name, string? tag) => _all.Where(m => m.Name == name && (tag is null || m.Tag == tag));

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _all.Enqueue((instrument.Name, value, tags.Length > 0 ? (string?)tags[0].Value : null));
    }
}
