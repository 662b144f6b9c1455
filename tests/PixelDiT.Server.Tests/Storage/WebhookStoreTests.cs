using PixelDiT.Server.Jobs;
using PixelDiT.Server.Webhooks;

namespace PixelDiT.Server.Tests.Storage;

/// <summary>Webhooks in the file of the job store.</summary>
internal sealed class WebhookStoreTests
{
    private StoreFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new StoreFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public async Task Open_FileOfTheVersionBefore_GetsTheTableAndKeepsItsJobs()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a"), default);
        }

        _folder.Sql("DROP TABLE webhook");
        _folder.Sql("PRAGMA user_version = 1");

        using var again = _folder.Open();
        Assert.That(await again.PendingAsync(), Is.EqualTo("a"));
        await again.EnqueueAsync(StoreFolder.JobOf("b") with { Webhook = Target() }, default);
        Assert.That((await again.FindWebhookAsync("b", null, default))!.State, Is.EqualTo(WebhookState.Waiting));
    }

    [Test]
    public async Task EndOfAJob_MakesItsWebhookReady_AndAKillLosesNeither()
    {
        using var store = _folder.Open();
        await store.EnqueueAsync(StoreFolder.JobOf("done", owner: "anna") with { Webhook = Target() }, default);
        await store.EnqueueAsync(StoreFolder.JobOf("waits", 1) with { Webhook = Target() }, default);
        StoreFolder.RunNext(store);
        var told = store.TakeReadyWebhooks().Single();

        using var copy = _folder.AfterKill();
        using var next = copy.Open();
        var ready = next.TakeReadyWebhooks().Single();
        Assert.That((ready.Id, ready.PromptId, ready.Owner), Is.EqualTo((told.Id, "done", "anna")));
        Assert.That(ready.Body.ToArray(), Is.EqualTo(told.Body.ToArray()));
        Assert.That(ready.Target.Secret, Is.Not.Null);
        Assert.That(next.UndeliveredWebhooks, Is.EqualTo(2));
        await next.RemovePendingAsync(["waits"], null, default);
        Assert.That(next.TakeReadyWebhooks().Single().PromptId, Is.EqualTo("waits"));
        Assert.That(await next.FindWebhookAsync("done", "bert", default), Is.Null);
    }

    [Test]
    public async Task DeliveredWebhook_IsKnownAsLongAsItsJob_AlsoAfterARestart()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a") with { Webhook = Target() }, default);
            StoreFolder.RunNext(store);
            store.RecordWebhook((store.TakeReadyWebhooks().Single() with { Attempts = 1 }).Done(WebhookState.Delivered));
            Assert.That(store.UndeliveredWebhooks, Is.Zero);
        }

        using var again = _folder.Open();
        Assert.That((await again.FindWebhookAsync("a", null, default))!.State, Is.EqualTo(WebhookState.Delivered));
        Assert.That(again.TakeReadyWebhooks(), Is.Empty);
        await again.RemoveAsync(["a"], null, default);
        Assert.That(await again.FindWebhookAsync("a", null, default), Is.Null);
    }

    [Test]
    public async Task Webhook_ThatIsDeliveredAfterItsJobWasForgotten_LeavesNothingBehind()
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(StoreFolder.JobOf("a") with { Webhook = Target() }, default);
            StoreFolder.RunNext(store);
            await store.ClearAsync(null, default);
            store.RecordWebhook((store.TakeReadyWebhooks().Single() with { Attempts = 1 }).Done(WebhookState.Delivered));
        }

        Assert.That(_folder.Sql("SELECT count(*) FROM webhook"), Is.Zero);
    }

    private static WebhookTarget Target() => new(new Uri("https://app.example/done"), new WebhookSecret("s"), WebhookTarget.AllEnds);
}
