using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Http;
using PixelDiT.Server.Jobs;

namespace PixelDiT.Server.History;

/// <summary>Answers with entries as they come from the store, <c>{ID:ENTRY,...}</c>: a long history is never in memory as a whole.</summary>
/// <param name="entries">The entries.</param>
internal sealed class HistoryAnswer(IAsyncEnumerable<HistoryEntry> entries) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext) => StreamedJson.WriteAsync(
        httpContext,
        entries,
        static w => w.WriteStartObject(),
        static (w, entry) =>
        {
            w.WritePropertyName(entry.PromptId);
            HistoryJson.WriteEntry(w, entry);
        },
        static w => w.WriteEndObject());
}
