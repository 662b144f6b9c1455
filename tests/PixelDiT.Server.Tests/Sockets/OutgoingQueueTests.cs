using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Tests.Sockets;

internal sealed class OutgoingQueueTests
{
    [Test]
    public void TryEnqueue_AboveTheSoftLimit_DropsOldestPreviewsThenOldestProgress()
    {
        var queue = new OutgoingQueue(softLimitBytes: 3 * Cost(100), hardLimitBytes: 100 * Cost(100));
        queue.TryEnqueue(Message("progress1", Importance.Progress));
        queue.TryEnqueue(Message("preview1", Importance.Preview));
        queue.TryEnqueue(Message("essential1", Importance.Essential));
        queue.TryEnqueue(Message("preview2", Importance.Preview));
        queue.TryEnqueue(Message("essential2", Importance.Essential));
        queue.TryEnqueue(Message("essential3", Importance.Essential));
        queue.TryEnqueue(Message("essential4", Importance.Essential));

        Assert.That(Drain(queue), Is.EqualTo(new[] { "essential1", "essential2", "essential3", "essential4" }));
        Assert.That(queue.Dropped, Is.EqualTo(3));
    }

    [Test]
    public void TryEnqueue_PreviewsOnly_KeepsTheNewest()
    {
        var queue = new OutgoingQueue(softLimitBytes: 2 * Cost(100), hardLimitBytes: 100 * Cost(100));
        foreach (var i in Enumerable.Range(1, 5))
        {
            Assert.That(queue.TryEnqueue(Message($"preview{i}", Importance.Preview)), Is.True);
        }

        Assert.That(Drain(queue), Is.EqualTo(new[] { "preview4", "preview5" }));
    }

    [Test]
    public void TryEnqueue_AboveTheHardLimit_GivesTheClientUp()
    {
        var queue = new OutgoingQueue(softLimitBytes: Cost(100), hardLimitBytes: 2 * Cost(100));
        Assert.That(queue.TryEnqueue(Message("a", Importance.Essential)), Is.True);
        Assert.That(queue.TryEnqueue(Message("b", Importance.Essential)), Is.True);

        Assert.That(queue.TryEnqueue(Message("c", Importance.Essential)), Is.False);
        Assert.That(Drain(queue), Is.Empty);
    }

    [Test]
    public async Task WaitAsync_MessageArrives_Returns()
    {
        var queue = new OutgoingQueue(1 << 20, 1 << 20);
        var waiting = queue.WaitAsync(CancellationToken.None).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);

        queue.TryEnqueue(Message("a", Importance.Essential));

        Assert.That(await waiting.WaitAsync(TestServer.Deadline), Is.True);
        Assert.That(Drain(queue), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task WaitAsync_Closed_ReturnsFalse()
    {
        var queue = new OutgoingQueue(1 << 20, 1 << 20);
        var waiting = queue.WaitAsync(CancellationToken.None).AsTask();

        queue.Close();

        Assert.That(await waiting.WaitAsync(TestServer.Deadline), Is.False);
    }

    private static OutgoingMessage Message(string name, Importance importance)
    {
        var payload = new byte[100];
        System.Text.Encoding.ASCII.GetBytes(name, payload);
        return new OutgoingMessage(payload, IsText: true, importance);
    }

    private static long Cost(int bytes) => bytes + 64;

    private static List<string> Drain(OutgoingQueue queue)
    {
        var names = new List<string>();
        while (queue.TryDequeue(out var message))
        {
            names.Add(System.Text.Encoding.ASCII.GetString(message.Payload.Span).TrimEnd('\0'));
        }

        return names;
    }
}
