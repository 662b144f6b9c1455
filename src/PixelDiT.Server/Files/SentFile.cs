using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PixelDiT.Server.Files;

/// <summary>How every file is sent: in ranges if asked, with a tag and its time, so that an unchanged one is not sent again. One that is gone by then is a 404.</summary>
/// <param name="path">Full path of the file.</param>
/// <param name="type">Its content type.</param>
internal sealed class SentFile(string path, string type) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        FileStream file;
        try
        {
            // Opened before anything is said of it: what is open cannot disappear any more.
            file = new FileStream(
                path,
                new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return TypedResults.NotFound().ExecuteAsync(httpContext);
        }

        var time = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        var tag = new EntityTagHeaderValue($"\"{time.Ticks:x}-{file.Length:x}\"");
        return TypedResults.Stream(file, type, lastModified: new DateTimeOffset(time), entityTag: tag, enableRangeProcessing: true).ExecuteAsync(httpContext);
    }
}
