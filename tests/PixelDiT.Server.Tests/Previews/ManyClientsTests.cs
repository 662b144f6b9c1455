using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PixelDiT.Server.Previews;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Server.Tests.Previews;

/// <summary>Jobs whose pictures go to more clients than there is room for.</summary>
internal sealed class ManyClientsTests
{
    private const int Steps = 40;

    // A quarter of a byte of room: the first picture goes, then none for a long time.
    [TestCase(1, 1)]
    [TestCase(0, Steps)]
    public async Task Run_PreviewsToManySockets_KeepToTheBoundAndLoseNothingElse(long bytesPerSecond, int pictures)
    {
        await using var server = await TestServer.StartAsync(new ServerOptions { PreviewBytesPerSecond = bytesPerSecond });
        var sockets = new List<TestSocket>();
        for (var i = 0; i < 20; i++)
        {
            sockets.Add(await server.ConnectAsync($"client {i}"));
            await sockets[^1].NextAsync();
        }

        // Nobody's job: everybody hears of its steps.
        await server.SubmitAsync(
            Graphs.Through(Graphs.Node("TestSteps", ("value", Graphs.Link("1")), ("steps", Steps), ("preview_bytes", 1000), ("seed", 0))),
            more: new JsonObject { ["extra_data"] = new JsonObject { ["preview_method"] = "auto" } });

        foreach (var socket in sockets)
        {
            var messages = await socket.UntilAsync(m => m.Type == "status" && (int)m.Data!["status"]!["exec_info"]!["queue_remaining"]! == 0);
            Assert.That(messages.Count(m => m.Bytes is not null), Is.EqualTo(pictures));
            Assert.That(messages.Last(m => m.Type == "progress").Data!["value"]!.GetValue<double>(), Is.EqualTo(Steps));
            await socket.DisposeAsync();
        }

        Assert.That(server.Services.GetRequiredService<PreviewBudget>().PassedOver, Is.EqualTo(Steps - pictures));
    }
}
