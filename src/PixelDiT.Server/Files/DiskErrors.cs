using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Files;

/// <summary>Tells what a failed write means.</summary>
internal static class DiskErrors
{
    // ENOSPC and EDQUOT as .NET shows them on Unix, ERROR_DISK_FULL on Windows.
    private static readonly int[] Full = [28, 122, unchecked((int)0x80070070)];

    /// <summary>True when there is no room: nothing is wrong with the request.</summary>
    public static bool IsFull(Exception e) => e is IOException && Full.Contains(e.HResult);

    /// <summary>True when the path cannot be written to, and not when the body ended early or was too long: the request names something that does not go, such as a file as a folder.</summary>
    public static bool IsOfThePath(Exception e) => e is UnauthorizedAccessException or NotSupportedException || (e is IOException and not BadHttpRequestException && !IsFull(e));
}
