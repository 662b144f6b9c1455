using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Jobs;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.History;

/// <summary>Answers with entries as they come from the store, <c>{ID:ENTRY,...}</c>: a long history is never in memory as a whole.</summary>
/// <param name="entries">The entries.</param>
internal sealed class HistoryAnswer(IAsyncEnumerable<HistoryEntry> entries) : IResult
{
    private const int FlushAt = 64 << 10;

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The first entry before the first byte: a store that cannot be read can still be answered with its status.
        await using var all = entries.GetAsyncEnumerator(httpContext.RequestAborted);
        var more = await all.MoveNextAsync();
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        await using var w = new Utf8JsonWriter(body, WireJson.Options);
        w.WriteStartObject();
        while (more)
        {
            w.WritePropertyName(all.Current.PromptId);
            HistoryJson.WriteEntry(w, all.Current);
            if (w.BytesPending + body.UnflushedBytes >= FlushAt)
            {
                w.Flush();
                await body.FlushAsync(httpContext.RequestAborted);
            }

            more = await all.MoveNextAsync();
        }

        w.WriteEndObject();
        w.Flush();
        await body.FlushAsync(httpContext.RequestAborted);
    }
}
