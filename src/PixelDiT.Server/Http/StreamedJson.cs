using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Http;

/// <summary>Writes an answer item by item, as the items come from a store: however many there are, little of them is in memory.</summary>
internal static class StreamedJson
{
    private const int FlushAt = 64 << 10;

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="items">What is asked for.</param>
    /// <param name="begin">Writes what comes before the items.</param>
    /// <param name="write">Writes one of them.</param>
    /// <param name="end">Writes what comes after them.</param>
    public static async Task WriteAsync<T>(HttpContext context, IAsyncEnumerable<T> items, Action<Utf8JsonWriter> begin, Action<Utf8JsonWriter, T> write, Action<Utf8JsonWriter> end)
    {
        // The first item before the first byte: a store that cannot be read can still be answered with its status.
        await using var all = items.GetAsyncEnumerator(context.RequestAborted);
        var more = await all.MoveNextAsync();
        context.Response.ContentType = "application/json; charset=utf-8";
        var body = context.Response.BodyWriter;
        await using var w = new Utf8JsonWriter(body, WireJson.Options);
        begin(w);
        while (more)
        {
            write(w, all.Current);
            if (w.BytesPending + body.UnflushedBytes >= FlushAt)
            {
                w.Flush();
                await body.FlushAsync(context.RequestAborted);
            }

            more = await all.MoveNextAsync();
        }

        end(w);
        w.Flush();
        await body.FlushAsync(context.RequestAborted);
    }
}
