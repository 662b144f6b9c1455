using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §4.5.</summary>
public sealed class ProgressTests
{
    private const string Prompt = """{"1": {"class_type": "Show", "inputs": {"source": 1}}}""";

    private readonly ManualTime _time = new();

    [Test]
    public void Report_Fast_OnlyFirstAndLastPass()
    {
        var events = Run(c =>
        {
            for (var i = 1; i <= 100; i++)
            {
                c.Report(i, 100);
            }
        });

        Assert.That(events, Is.EqualTo(new[] { "progress 1 1/100", "progress 1 100/100" }));
    }

    [Test]
    public void Report_AfterEnoughTime_NeedsHalfAPercentToo()
    {
        var events = Run(c =>
        {
            c.Report(1, 1000);
            _time.Advance(TimeSpan.FromMilliseconds(99));
            c.Report(500, 1000);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            c.Report(5, 1000);
            c.Report(6, 1000);
        });

        Assert.That(events, Is.EqualTo(new[] { "progress 1 1/1000", "progress 1 6/1000" }));
    }

    [Test]
    public void Report_BeyondTheEnd_IsCut() => Assert.That(Run(c => c.Report(7, 5)), Is.EqualTo(new[] { "progress 1 5/5" }));

    [Test]
    public void Report_WithPreview_AlwaysPassesButIsMadeOnlyWhenWanted()
    {
        var made = 0;
        void Work(NodeContext c)
        {
            for (var i = 1; i <= 4; i++)
            {
                c.Report(i, 10, () =>
                {
                    made++;
                    return new NodePreview(new byte[1], PreviewFormat.Jpeg);
                });
            }
        }

        var without = Run(Work);
        var madeWithout = made;
        var with = Run(Work, previews: true);

        Assert.Multiple(() =>
        {
            Assert.That(without, Is.EqualTo(new[] { "progress 1 1/10" }));
            Assert.That(madeWithout, Is.Zero);
            Assert.That(with, Has.Count.EqualTo(4).And.All.EndsWith("preview"));
        });
    }

    [Test]
    public void Report_PreviewPassedOver_IsNotMadeAndTheReportIsOneWithout()
    {
        var asked = 0;
        var events = Run(
            c =>
            {
                for (var i = 1; i <= 4; i++)
                {
                    c.Report(i, 10, i == 2 ? () => new NodePreview(new byte[1], PreviewFormat.Jpeg) : () => throw new InvalidOperationException("made"));
                    _time.Advance(TimeSpan.FromMilliseconds(100));
                }
            },
            previews: true,
            mayPreview: () => ++asked == 2);

        Assert.That(events, Is.EqualTo(new[] { "progress 1 1/10", "progress 1 2/10 preview", "progress 1 3/10", "progress 1 4/10" }));
        Assert.That(asked, Is.EqualTo(4));
    }

    [Test]
    public void ReportPicture_AResult_IsNotPassedOver()
    {
        var events = Run(c => c.ReportPicture(1, 10, new NodePreview(new byte[1], PreviewFormat.Png)), mayPreview: () => false);

        Assert.That(events, Is.EqualTo(new[] { "progress 1 1/10 preview" }));
    }

    [Test]
    public void Report_NoSteps_IsAnError() => Assert.That(() => Run(c => c.Report(0, 0)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void State_SameNodeInTheNextPrompt_IsKeptUntilTheNodeIsGone()
    {
        var bench = new Bench();
        var parts = new List<Part>();
        bench.Probe.OnRun = c => c.State(() =>
        {
            parts.Add(new Part("state"));
            return parts[^1];
        });

        bench.Run(Prompt);
        bench.Run(Prompt.Replace("\"source\": 1", "\"source\": 2"));
        var afterTwo = parts.Count;
        bench.Run(Prompt.Replace("\"1\"", "\"2\""));

        Assert.Multiple(() =>
        {
            Assert.That(afterTwo, Is.EqualTo(1));
            Assert.That(parts[0].Disposals, Is.EqualTo(1));
        });
    }

    private List<string> Run(Action<NodeContext> work, bool previews = false, Func<bool>? mayPreview = null)
    {
        Exception? failure = null;
        var bench = new Bench(configure: o => o with { Time = _time });
        bench.MayPreview = mayPreview ?? bench.MayPreview;
        bench.Probe.OnRun = c =>
        {
            try
            {
                work(c);
            }
            catch (ArgumentException e)
            {
                failure = e;
            }
        };
        bench.Run(Prompt, previews);
        return failure is null ? [.. bench.Seen.Events.Where(e => e.StartsWith("progress", StringComparison.Ordinal))] : throw failure;
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
