namespace PixelDiT.Conformance.Tests.Support;

/// <summary>Tests over the server of one cache mode, with one socket for all of them. <c>ItemNN</c> in a test's name is the behaviour's number in the list of what the suite checks.</summary>
internal abstract class ConformanceFixture(CacheMode mode)
{
    protected CacheMode Mode { get; } = mode;

    protected SuiteServer Server { get; private set; } = null!;

    protected SuiteClient Client { get; private set; } = null!;

    /// <summary>An empty graph for the running test.</summary>
    protected GraphBuilder Graph { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task ConnectAsync()
    {
        Server = await SuiteServers.OfAsync(Mode);
        Client = await SuiteClient.ConnectAsync(Server);
    }

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        if (Client is not null)
        {
            await Client.DisposeAsync();
        }
    }

    [SetUp]
    public async Task BeginAsync()
    {
        // Every test finds empty caches, whichever ran before.
        await Server.FreeAsync();
        var name = $"{TestContext.CurrentContext.Test.MethodName}[{Mode}]";
        Client.TestName = $"execution[{name}]";
        Graph = new GraphBuilder(name);
    }

    [TearDown]
    public void ServerIsSound() => Server.AssertSound();

    /// <summary>Asserts that every sample of an image has a value.</summary>
    protected static void AssertAll(Imaging.DecodedImage image, byte expected)
    {
        var samples = image.Bytes(0);
        Assert.That((samples.Length, samples.IndexOfAnyExcept(expected)), Is.EqualTo((samples.Length, -1)), $"every sample is {expected}; the first is {samples[0]}");
        Assert.That(samples.Length, Is.Positive);
    }

    /// <summary>Asserts that several nodes were at work at the same time: all had begun before any was done.</summary>
    protected static void AssertOverlap(RunResult result, params GraphNode[] nodes)
    {
        Assert.That(nodes.Select(result.Ran), Is.All.True, "all ran");
        Assert.That(nodes.Max(result.StartOf), Is.LessThan(nodes.Min(result.EndOf)), "the last begins before the first is done");
    }
}
