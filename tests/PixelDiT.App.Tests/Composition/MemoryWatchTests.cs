using PixelDiT.App.Composition;
using PixelDiT.Graph.Caching;

namespace PixelDiT.App.Tests.Composition;

internal sealed class MemoryWatchTests
{
    [TestCase(64, 40, MemoryPressure.None)]
    [TestCase(64, 15, MemoryPressure.Low)]
    [TestCase(64, 6, MemoryPressure.High)]
    [TestCase(16, 3, MemoryPressure.Low)]
    [TestCase(16, 1, MemoryPressure.High)]
    [TestCase(4, 2, MemoryPressure.None, Description = "a small machine must be able to keep something")]
    public void Look_ByFreeShare(long totalGiB, long freeGiB, MemoryPressure expected)
    {
        var watch = new MemoryWatch(TimeProvider.System, () => (totalGiB << 30, freeGiB << 30), new MemoryReserve());

        Assert.That(watch.Look(), Is.EqualTo(expected));
    }

    [TestCase(20, 1.5, null, MemoryPressure.None, Description = "a quarter is 16")]
    [TestCase(15, 1.5, null, MemoryPressure.Low)]
    [TestCase(1, 1.5, null, MemoryPressure.High)]
    [TestCase(30, 40, null, MemoryPressure.High, Description = "what counts for results in use counts for the others as well")]
    [TestCase(5, 1, 4, MemoryPressure.None)]
    [TestCase(3, 1, 4, MemoryPressure.Low)]
    [TestCase(1, 0, 0, MemoryPressure.None, Description = "nothing is ever given back")]
    public void Look_GivenReserve_ByThat(long freeGiB, double activeGiB, double? inactiveGiB, MemoryPressure expected)
    {
        var watch = new MemoryWatch(TimeProvider.System, () => (64L << 30, freeGiB << 30), new MemoryReserve(Bytes(activeGiB), Bytes(inactiveGiB)));

        Assert.That(watch.Look(), Is.EqualTo(expected));

        static long? Bytes(double? gib) => (long?)(gib * (1 << 30));
    }

    [Test]
    public void Look_UnderPressure_LooksAgainEveryTime()
    {
        var free = 1L << 30;
        var watch = new MemoryWatch(TimeProvider.System, () => (64L << 30, free), new MemoryReserve());
        Assert.That(watch.Look(), Is.EqualTo(MemoryPressure.High));

        free = 40L << 30;

        Assert.That(watch.Look(), Is.EqualTo(MemoryPressure.None), "what was dropped counts at once");
    }

    [Test]
    public void Look_Enough_DoesNotLookEveryTime()
    {
        var looks = 0;
        var time = new StoppedTime();
        var watch = new MemoryWatch(time, () =>
        {
            looks++;
            return (64L << 30, 40L << 30);
        }, new MemoryReserve());

        watch.Look();
        watch.Look();
        Assert.That(looks, Is.EqualTo(1));
        time.Ticks += TimeSpan.TicksPerSecond;
        watch.Look();
        Assert.That(looks, Is.EqualTo(2));
    }

    private sealed class StoppedTime : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
