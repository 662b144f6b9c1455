using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace PixelDiT.Server.Files;

/// <summary>How every file is sent: in ranges if asked, with a tag and its time, so that an unchanged one is not sent again.</summary>
internal static class SentFile
{
    /// <summary>A file as it is.</summary>
    /// <param name="path">Full path of an existing file.</param>
    /// <param name="type">Its content type.</param>
    public static PhysicalFileHttpResult Of(string path, string type)
    {
        var info = new FileInfo(path);
        var tag = new EntityTagHeaderValue($"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"");
        return TypedResults.PhysicalFile(path, type, lastModified: new DateTimeOffset(info.LastWriteTimeUtc), entityTag: tag, enableRangeProcessing: true);
    }
}
