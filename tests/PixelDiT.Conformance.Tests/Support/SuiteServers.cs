using PixelDiT.Conformance.Tests.Support;

namespace PixelDiT.Conformance.Tests;

/// <summary>One server for each cache mode, started when it is first needed and shared by all fixtures.</summary>
[SetUpFixture]
internal sealed class SuiteServers
{
    private static readonly Dictionary<CacheMode, SuiteServer> Started = [];

    /// <summary>The server of a mode. Fixtures run one after the other.</summary>
    public static async Task<SuiteServer> OfAsync(CacheMode mode)
    {
        if (!Started.TryGetValue(mode, out var server))
        {
            Started[mode] = server = await SuiteServer.StartAsync(mode);
        }

        return server;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var server in Started.Values)
        {
            server.Dispose();
        }

        Started.Clear();
    }
}
