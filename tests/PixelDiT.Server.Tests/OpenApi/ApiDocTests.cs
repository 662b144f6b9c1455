using System.Reflection;

namespace PixelDiT.Server.Tests.OpenApi;

/// <summary><c>docs/api.md</c>.</summary>
internal sealed class ApiDocTests
{
    private static readonly string Repository = typeof(ApiDocTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    [Test]
    public async Task ApiMd_IsWhatTheRoutesSay()
    {
        await using var server = await TestServer.StartAsync();
        var text = ApiMarkdown.Of((await server.GetAsync("/openapi/v1.json")).Body!);
        var file = Path.Combine(Repository, "docs", "api.md");
        if (Environment.GetEnvironmentVariable("PIXELDIT_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.That(File.Exists(file) ? File.ReadAllText(file) : "", Is.EqualTo(text),
            "docs/api.md is stale: PIXELDIT_WRITE_DOCS=1 dotnet test tests/PixelDiT.Server.Tests -c Release --filter ApiDocTests");
    }
}
