using System.Text.Json;
using PixelDiT.Server.Sockets;

namespace PixelDiT.Server.Jobs;

/// <summary>What the outputs of a job amount to (protocol §2.3): how many items there are, and which one stands for the job.</summary>
/// <param name="Count">Items: objects in lists, and texts that name a 3D file.</param>
/// <param name="PreviewableCount">Those of them that can be shown: images, video, audio, 3D and text files.</param>
/// <param name="PreviewJson">The item that stands for the job, with <c>nodeId</c> and <c>mediaType</c>, as UTF-8 JSON; empty when none can.</param>
public sealed record OutputSummary(int Count, int PreviewableCount, ReadOnlyMemory<byte> PreviewJson)
{
    /// <summary>Nothing was shown.</summary>
    public static readonly OutputSummary Empty = new(0, 0, default);

    /// <summary>Longest text shown as a preview, in characters.</summary>
    internal const int MaxPreviewText = 1024;

    /// <summary>Counts, and chooses.</summary>
    /// <param name="outputsJson">Node id → ui object, as UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static OutputSummary Of(ReadOnlyMemory<byte> outputsJson)
    {
        using var document = JsonDocument.Parse(outputsJson, WireJson.ReadOptions);
        var count = 0;
        var previewable = 0;
        Candidate? best = null;
        foreach (var item in OutputItem.All(document.RootElement))
        {
            count += item.Counts ? 1 : 0;
            previewable += item is { Counts: true, IsPreviewable: true } ? 1 : 0;
            // The first of each rank: a text that comes before an image does not hide it.
            if (item.Rank is { } rank && (best is null || rank < best.Value.Rank))
            {
                best = new Candidate(item, rank);
            }
        }

        return count == 0 && best is null
            ? Empty
            : new OutputSummary(count, previewable, best is { } chosen ? WireJson.Write(chosen.Item, static (w, i) => i.WritePreview(w)) : default);
    }

    private readonly record struct Candidate(OutputItem Item, PreviewRank Rank);
}
