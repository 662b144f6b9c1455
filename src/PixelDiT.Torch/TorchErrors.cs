using System.Runtime.InteropServices;

namespace PixelDiT.Torch;

/// <summary>Reads tensor failures the same way under both providers.</summary>
public static class TorchErrors
{
    private static readonly string[] MemoryWords =
        ["out of memory", "not enough memory", "can't allocate memory", "Cannot allocate memory"];

    /// <summary>Whether this failure, or one inside it, says that host or device memory ran out.</summary>
    /// <param name="error">Any exception.</param>
    public static bool IsOutOfMemory(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is OutOfMemoryException)
            {
                return true;
            }

            // libtorch has no error code for this; both providers hand its words through.
            if (e is ExternalException && MemoryWords.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
