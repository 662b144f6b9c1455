using System.Text.Json.Nodes;
using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests.Protocol;

/// <summary>Parts of the history (item 29).</summary>
[TestFixtureSource(typeof(CacheMode), nameof(CacheMode.All))]
internal sealed class HistoryPagingTests(CacheMode mode) : ConformanceFixture(mode)
{
    [SetUp]
    public async Task FillAsync()
    {
        Graph.Save(Graph.Image("BLACK", 32).Out(0));
        for (var i = 0; i < 5; i++)
        {
            await Client.RunAsync(Graph);
        }
    }

    [Test]
    public async Task Item29_TwoPages_ShareNothing()
    {
        Assert.That((await IdsAsync("?max_items=2&offset=0")).Intersect(await IdsAsync("?max_items=2&offset=2")), Is.Empty);
    }

    [Test]
    public async Task Item29_OffsetBeyondTheEnd_IsEmpty()
    {
        var length = (await IdsAsync("")).Count;

        Assert.That(await IdsAsync($"?offset={length}"), Is.Empty);
        Assert.That(await IdsAsync($"?offset={length + 100}"), Is.Empty);
    }

    [Test]
    public async Task Item29_OffsetZero_IsTheWholeHistory()
    {
        var all = await Client.GetAsync("/history");

        Assert.That(JsonNode.DeepEquals(await Client.GetAsync("/history?offset=0"), all), Is.True);
    }

    [Test]
    public async Task Item29_Offset_SkipsFromTheBeginning()
    {
        Assert.That(await IdsAsync("?offset=2"), Is.EqualTo((await IdsAsync("")).Skip(2)));
    }

    [Test]
    public async Task Item29_OffsetAndMaximum_AreAWindow()
    {
        var all = await IdsAsync("");

        Assert.That(await IdsAsync("?max_items=2&offset=1"), Is.EqualTo(all.Skip(1).Take(2)));
        Assert.That(await IdsAsync($"?max_items=5&offset={all.Count - 1}"), Is.EqualTo(all[^1..]));
        Assert.That(await IdsAsync("?max_items=3"), Is.EqualTo(all[^3..]), "the newest, still oldest first");
    }

    private async Task<List<string>> IdsAsync(string query) => [.. (await Client.GetAsync($"/history{query}"))!.AsObject().Select(e => e.Key)];
}
