using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PixelDiT.App.Telemetry;
using PixelDiT.Server.Operations;

namespace PixelDiT.App.Tests.Telemetry;

/// <summary>What an OpenTelemetry collector receives.</summary>
internal sealed class OtlpExportTests
{
    [Test]
    public async Task Export_SendsMetricsAndTracesWithoutQueries()
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        await using var collector = await CollectAsync(received);

        using (OtlpExport.Start(new Uri(collector.Urls.First())))
        {
            using var meter = new Meter(ServerMetrics.Name);
            meter.CreateCounter<long>("pixeldit.test.count").Add(3);
            using var hub = new Meter("PixelDiT.Server.Hub");
            hub.CreateCounter<long>("pixeldit.test.hub").Add(1);
            using var source = new ActivitySource("Microsoft.AspNetCore");
            using var span = source.StartActivity("GET /view");
            span!.SetTag("url.path", "/view").SetTag("url.query", "?key=SECRET");
        }

        var bodies = received.ToLookup(r => r.Path, r => r.Body);
        Assert.That(bodies["/v1/metrics"].Single(), Does.Contain("pixeldit.test.count").And.Contain("pixeldit.test.hub"));
        Assert.That(bodies["/v1/traces"].Single(), Does.Contain("GET /view").And.Contain("url.path").And.Not.Contain("SECRET"));
    }

    [Test]
    public void Nowhere_LoadsNothing() => Assert.That(OtlpExport.Start(null), Is.Null);

    [Test]
    public void Collector_ThatDoesNotAnswer_IsNoFault() => Assert.That(() =>
    {
        using (OtlpExport.Start(new Uri("http://127.0.0.1:9")))
        {
            using var meter = new Meter(ServerMetrics.Name);
            meter.CreateCounter<long>("pixeldit.test.count").Add(1);
        }
    }, Throws.Nothing);

    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<(string, string)> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
        await app.StartAsync();
        return app;
    }
}
